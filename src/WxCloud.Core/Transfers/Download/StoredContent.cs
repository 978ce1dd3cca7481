using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Resume;

namespace WxCloud.Transfers.Download;

/// <summary>
/// Reads a stored file from its first byte to its last without storing it locally. A connection that breaks goes on from its place
/// while the file is the same, and the end is reported only when the whole was verified. Not safe for several threads.
/// </summary>
internal sealed class StoredContent(FileId fileId, ILinkProvider links, ObjectClient objects, RetryPolicy retry, TimeProvider timeProvider) : IDisposable
{
    private LinkSource? _link;
    private ObjectReply? _reply;
    private ObjectIdentity? _identity;
    private DownloadVerifier? _verifier;
    private Segment? _segment;
    private bool _isAtEnd;

    /// <summary>Reads on; 0 at the end.</summary>
    /// <exception cref="WxCloudException">The file does not exist, changed meanwhile, could not be read, or is not what the storage says it is.</exception>
    public async ValueTask<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        if (_isAtEnd)
        {
            return 0;
        }

        var read = await retry.RunAsync(token => ReadOnceAsync(buffer, token), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            if (!_segment!.IsComplete)
            {
                _segment.Finish();
            }

            _verifier!.Conclude([_segment.Snapshot()]);
            _isAtEnd = true;
            return 0;
        }

        _verifier!.Append(buffer, read);
        _segment!.Advance(buffer, read);
        return read;
    }

    public void Dispose()
    {
        _reply?.Dispose();
        _link?.Dispose();
        _verifier?.Dispose();
    }

    private async ValueTask<int> ReadOnceAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        _reply ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var read = await _reply.ReadAsync(buffer.AsMemory()).ConfigureAwait(false);
            return read > 0 || _identity!.Length is not { } length || _segment!.Position >= length
                ? read
                : throw Error.Truncated(fileId.Text, _segment.Position, length);
        }
        catch (WxCloudException)
        {
            _reply.Dispose();
            _reply = null;
            throw;
        }
    }

    private async Task<ObjectReply> OpenAsync(CancellationToken cancellationToken)
    {
        _link ??= new(links, (await links.GetAsync([fileId], cancellationToken).ConfigureAwait(false))[0].Require(), timeProvider);
        if (_segment is not { Position: > 0 } begun)
        {
            var first = await OpenAsync(range: null, cancellationToken).ConfigureAwait(false);
            _verifier?.Dispose();
            _verifier = null;
            _identity = ObjectIdentity.Of(first);
            _verifier = new(fileId.Text, fileId.CloudPath, first, _identity);
            _segment = new(0, _identity.Length ?? long.MaxValue);
            return first;
        }

        // What was read is handed out already, so only the very same object can go on.
        if (!_identity!.CanBeResumed)
        {
            throw Error.KeepsChanging(fileId.Text);
        }

        ObjectReply rest;
        try
        {
            rest = await OpenAsync(new ByteRange(begun.Position, begun.End - 1), cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.HttpStatus is 412 or 416)
        {
            throw Error.KeepsChanging(fileId.Text);
        }

        if (rest.IsPartial && _identity.IsSameAs(ObjectIdentity.Of(rest)))
        {
            return rest;
        }

        rest.Dispose();
        throw Error.KeepsChanging(fileId.Text);
    }

    private Task<ObjectReply> OpenAsync(ByteRange? range, CancellationToken cancellationToken) =>
        _link!.UseAsync(
            fileId,
            link => objects.OpenAsync(fileId.Text, link, range, range is null ? null : _identity?.ETag, cancellationToken),
            cancellationToken);
}
