using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Resume;

namespace WxCloud.Transfers.Download;

/// <summary>
/// Fetches one file into its partial file. It begins with one stream from where an earlier download ended; while that is
/// slow and streams are free, the rest is split. A broken stream continues where it broke; an object that changed starts
/// again. At the end the parts verify together that they are the object.
/// </summary>
internal sealed class FileDownload(
    DownloadItem item,
    LinkSource links,
    ObjectClient objects,
    PartialFile partial,
    DownloadEnvironment environment,
    FileMeter? meter) : IDisposable
{
    /// <summary>
    /// Two buffers for the first stream of a file, no larger than its segment. A GiB in pieces of 256 KiB takes a quarter longer, for
    /// the handing over of each.
    /// </summary>
    private const int BufferBytes = 1024 * 1024;

    /// <summary>The same for the other streams of a file, which are there because each of them is slow.</summary>
    private const int ExtraBufferBytes = 256 * 1024;

    /// <summary>
    /// The first read of a body ends where the client's buffer of the reply's head ends, after some 4 KiB. A small file is then one
    /// checksum and one write, not two of each on two threads.
    /// </summary>
    private const int WorthKeepingBytes = 32 * 1024;

    /// <summary>A try that brought this much further does not count as failed.</summary>
    private const long ProgressBytes = 256 * 1024;

    /// <summary>A rest of this size may be worth another stream.</summary>
    private const long SplitFromBytes = 16 * 1024 * 1024;

    private const int MaxChanges = 3;

    /// <summary>A stream shows its rate for this long before it is split, and only when it needs that much longer to its end.</summary>
    private static readonly TimeSpan s_splitAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_splitWhenLeft = TimeSpan.FromSeconds(4);

    private readonly object _gate = new();
    private readonly List<Task> _extraStreams = [];
    private readonly SegmentMap _segments = new();
    private readonly ResumeStore _resume = new(item.FileId.Text, partial, environment.TimeProvider);
    private CancellationTokenSource? _stopExtraStreams;
    private ObjectIdentity? _identity;
    private DownloadVerifier? _verifier;
    private WxVerification? _verified;
    private string? _contentType;
    private int _starts;
    private int _changes;
    private bool _rangesFail;

    private string Item => item.FileId.Text;

    /// <summary>Whether the file is worth keeping for a later download when this one ends early.</summary>
    public bool CanBeResumed => environment.Resumes && _identity is { CanBeResumed: true } && _segments.Done >= ResumeStore.RecordEveryBytes;

    /// <summary>Fetches what is missing and verifies the whole.</summary>
    /// <exception cref="WxCloudException">It could not be fetched.</exception>
    public async Task<DownloadedBody> RunAsync(CancellationToken cancellationToken)
    {
        var resumed = environment.Resumes && Restore();
        if (!resumed)
        {
            partial.Clear();
        }

        try
        {
            // A try that brought the file a good deal further ends without a failure, and the next one has all its retries again.
            while (_verified is null)
            {
                await environment.Retry.RunAsync(FetchMissingAsync, cancellationToken).ConfigureAwait(false);
            }

            return new(_segments.Done, _verifier!.Crc64, _verified.Value, resumed && _starts == 0, _contentType);
        }
        finally
        {
            if (CanBeResumed)
            {
                _resume.Save(_identity!, _segments);
            }
        }
    }

    public void Dispose()
    {
        _stopExtraStreams?.Dispose();
        _verifier?.Dispose();
    }

    /// <summary>One try to fetch what is missing and to verify the whole.</summary>
    /// <returns>The bytes that are there.</returns>
    private async ValueTask<long> FetchMissingAsync(CancellationToken cancellationToken)
    {
        var before = _segments.Done;
        try
        {
            while (!_segments.IsComplete)
            {
                using var reply = await OpenNextAsync(cancellationToken).ConfigureAwait(false);
                _contentType = reply.FullContentType;
                var segment = reply.IsPartial ? _segments.NextIncomplete()! : Start(reply);
                await PumpAsync(segment, reply, BufferBytes, cancellationToken).ConfigureAwait(false);
                await JoinExtraStreamsAsync().ConfigureAwait(false);
            }
        }
        catch (WxCloudException e) when (e.RetryAdvice is RetryAdvice.TryAgain && _segments.Done - before >= ProgressBytes)
        {
            return _segments.Done;
        }
        finally
        {
            if (_extraStreams.Count > 0)
            {
                await _stopExtraStreams!.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(_extraStreams.Select(static stream => Task.WhenAny(stream))).ConfigureAwait(false);
                _extraStreams.Clear();
                _stopExtraStreams!.Dispose();
                _stopExtraStreams = null;
            }
        }

        Verify();
        return _segments.Done;
    }

    private void Verify()
    {
        try
        {
            _verified = _verifier!.Conclude(_segments.Snapshot());
        }
        catch (WxCloudException)
        {
            // Which part is wrong is unknown.
            Forget();
            throw;
        }
    }

    /// <summary>Opens the first missing part, or the whole object where its state cannot be compared with the existing bytes.</summary>
    private async Task<ObjectReply> OpenNextAsync(CancellationToken cancellationToken)
    {
        if (_segments.NextIncomplete() is { } segment && _identity is { CanBeResumed: true } or { Crc64: not null })
        {
            if (await OpenRestAsync(segment, cancellationToken).ConfigureAwait(false) is { } rest)
            {
                return rest;
            }

            if (++_changes > MaxChanges)
            {
                throw Error.KeepsChanging(Item);
            }

            Forget();
        }

        return await OpenAsync(range: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Requests the rest of a segment. A server that ignores ranges answers with the whole object;
    /// <see langword="null"/> when the object has changed, or when the server does not return the requested part.
    /// </summary>
    private async Task<ObjectReply?> OpenRestAsync(Segment segment, CancellationToken cancellationToken)
    {
        ObjectReply reply;
        try
        {
            reply = await OpenAsync(new ByteRange(segment.Position, segment.End - 1), cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.HttpStatus is 206 or 412 or 416)
        {
            return null;
        }

        if (!reply.IsPartial || (reply.ContentEncoding is null && _identity!.IsSameAs(ObjectIdentity.Of(reply))))
        {
            return reply;
        }

        reply.Dispose();
        return null;
    }

    private Task<ObjectReply> OpenAsync(ByteRange? range, CancellationToken cancellationToken) =>
        links.UseAsync(
            item.FileId,
            link => objects.OpenAsync(Item, link, range, range is null ? null : _identity?.ETag, cancellationToken),
            cancellationToken);

    /// <summary>Starts at the first byte of the object that the server describes.</summary>
    private Segment Start(ObjectReply reply)
    {
        _starts++;
        Forget();
        _verifier?.Dispose();
        _verifier = null;
        _identity = ObjectIdentity.Of(reply);
        _verifier = new(Item, item.FileId.CloudPath, reply, _identity);
        var segment = new Segment(0, _identity.Length ?? long.MaxValue);
        _segments.Replace(segment);
#if NET
        partial.Expect(_identity.Length);
#endif
        meter?.Expect(_identity.Length ?? 0);
        return segment;
    }

    private void Forget()
    {
        _segments.Replace();
        meter?.Restart();
        partial.Clear();
    }

    private async Task PumpAsync(Segment segment, ObjectReply reply, int bufferBytes, CancellationToken cancellationToken)
    {
        var pieces = new WriteBehind((int)Math.Min(bufferBytes, segment.End - segment.Position), (buffer, count) => Keep(segment, buffer, count));
        await using var untilKept = pieces.ConfigureAwait(false);
        var began = environment.TimeProvider.GetTimestamp();
        var from = segment.Position;
        var next = from;
        var gathered = 0;
        while (next < segment.End)
        {
            var room = (int)Math.Min(pieces.Buffer.Length - gathered, segment.End - next);
            var read = await reply.ReadAsync(pieces.Buffer.AsMemory(gathered, room)).ConfigureAwait(false);
            next += read;
            gathered += read;
            if (read == 0 || next >= segment.End)
            {
                break;
            }

            if (next - from < WorthKeepingBytes)
            {
                continue;
            }

            await pieces.AddAsync(gathered).ConfigureAwait(false);
            gathered = 0;
            SplitIfItPays(segment, next - from, environment.TimeProvider.GetElapsedTime(began), cancellationToken);
        }

        await pieces.FinishAsync(gathered).ConfigureAwait(false);
        if (!segment.IsComplete)
        {
            EndOfBody(segment);
        }
    }

    private void EndOfBody(Segment segment)
    {
        if (_identity!.Length is { } length)
        {
            throw Error.Truncated(Item, segment.Position, length);
        }

        segment.Finish();
    }

    private void Keep(Segment segment, byte[] buffer, int read)
    {
        var count = segment.Accept(read);
        partial.WriteAt(segment.Position, buffer, count);
        _verifier!.Append(buffer, count);
        segment.Advance(buffer, count);
        meter?.Report(count);
        if (environment.Resumes && _identity!.CanBeResumed)
        {
            _resume.SaveIfDue(_identity, _segments);
        }
    }

    private void SplitIfItPays(Segment segment, long moved, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        if (elapsed < s_splitAfter || !_identity!.CanBeSplit || _rangesFail)
        {
            return;
        }

        var left = segment.End - segment.Position;
        if (left < SplitFromBytes || left * elapsed.TotalSeconds / moved < s_splitWhenLeft.TotalSeconds || !environment.Permits.TryTakeExtra())
        {
            return;
        }

        lock (_gate)
        {
            var later = _segments.Split(segment);
            _stopExtraStreams ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var stop = _stopExtraStreams.Token;
            _extraStreams.Add(Task.Run(() => RunExtraStreamAsync(later, stop), CancellationToken.None));
        }
    }

    /// <summary>Fetches a segment beside the others. What it cannot fetch, the first stream takes over.</summary>
    private async Task RunExtraStreamAsync(Segment segment, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await OpenRestAsync(segment, cancellationToken).ConfigureAwait(false);
            if (reply is { IsPartial: true })
            {
                await PumpAsync(segment, reply, ExtraBufferBytes, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _rangesFail = true;
            }
        }
        catch (WxCloudException e) when (e.RetryAdvice != RetryAdvice.None)
        {
            // Its position is kept; the first stream continues from there, with the attempts of a transfer.
            _rangesFail = true;
        }
        finally
        {
            environment.Permits.Return();
        }
    }

    private async Task JoinExtraStreamsAsync()
    {
        while (true)
        {
            Task? stream;
            lock (_gate)
            {
                stream = _extraStreams.FirstOrDefault();
                _extraStreams.Remove(stream!);
            }

            if (stream is null)
            {
                return;
            }

            await stream.ConfigureAwait(false);
        }
    }

    /// <summary>Restores what an earlier download left.</summary>
    private bool Restore()
    {
        if (_resume.Restore() is not { } record)
        {
            return false;
        }

        _identity = record.Identity;
        _segments.Replace(record.Segments.Select(Segment.Restore));
        _verifier = new(Item, record.Identity);
        if (_verifier.NeedsEveryByte)
        {
            // An MD5 cannot be put together from parts: it sees the first and only segment again.
            _resume.Replay(0, record.Segments[0].Position, _verifier.Append);
        }

        meter?.Expect(record.Identity.Length!.Value);
        meter?.Report(_segments.Done);
        return true;
    }
}
