#if NET
using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Http;

/// <summary>
/// A connection whose server may refuse a request before it has read the whole body. The rest is not sent then, and the reply is read
/// instead of being lost to the failure of the write (RFC 9112, section 9.5). Such a connection is not used again.
/// </summary>
/// <param name="connection">The connection, decrypted.</param>
internal sealed class EarlyReplyStream(Stream connection) : Stream
{
    /// <summary>The body of which a part was not sent; <see langword="null"/> for none.</summary>
    private SentBody? _cut;

    public override bool CanRead => connection.CanRead;

    public override bool CanWrite => connection.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Before a connection is used again, the handler watches it with a read of no bytes.
        if (buffer.IsEmpty && _cut is not null)
        {
            throw NotReusable();
        }

        return SentBody.Current is { } body ? ReadReplyAsync(body, buffer, cancellationToken) : connection.ReadAsync(buffer, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        SentBody.Current is { } body ? SendAsync(body, buffer, cancellationToken)
        : _cut is null ? connection.WriteAsync(buffer, cancellationToken)
        : throw NotReusable();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => connection.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => connection.Write(buffer, offset, count);

    public override void Flush() => connection.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadReplyAsync(SentBody body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        body.ObserveReply(buffer.Span.Slice(0, read));
        return read;
    }

    private async ValueTask SendAsync(SentBody body, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_cut is not null && _cut != body)
        {
            throw NotReusable();
        }

        if (_cut is not null || body.IsRefused)
        {
            _cut = body;
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, body.Refused);
        try
        {
            await connection.WriteAsync(buffer, stop.Token).ConfigureAwait(false);
            body.HasBegun = true;
        }
        catch (IOException e) when (body.HasBegun)
        {
            body.Failure = e;
            _cut = body;
        }
        catch (OperationCanceledException) when (body.IsRefused && !cancellationToken.IsCancellationRequested)
        {
            _cut = body;
        }
    }

    private static IOException NotReusable() => new("The connection ended before the whole body of an earlier request was sent.");
}

/// <summary>How far a request with a body has come, for the connection that carries it.</summary>
internal sealed class SentBody : IDisposable
{
    /// <summary>The length of <c>HTTP/1.1 403</c>, and where its status begins.</summary>
    private const int StatusLineBytes = 12;
    private const int StatusStart = 9;

    private static readonly AsyncLocal<SentBody?> s_current = new();

    private readonly CancellationTokenSource _refused = new();
    private bool _hasReply;

    /// <summary>The body that the present call sends; <see langword="null"/> for a call without one.</summary>
    public static SentBody? Current => s_current.Value;

    /// <summary>Whether anything was written. A connection that fails before was closed while it was idle, and the handler takes another.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Why the rest of it was not sent; <see langword="null"/> when it was sent, or refused by a reply.</summary>
    public IOException? Failure { get; set; }

    /// <summary>Whether a reply without success came.</summary>
    public bool IsRefused => _refused.IsCancellationRequested;

    /// <summary>Cancelled by a reply without success.</summary>
    public CancellationToken Refused => _refused.Token;

    /// <summary>Begins a body, which is <see cref="Current"/> in the calling method and in those that it calls.</summary>
    public static SentBody Begin() => s_current.Value = new();

    /// <summary>Reads the status of a reply from its first bytes; interim replies may come before it in the same read.</summary>
    public void ObserveReply(ReadOnlySpan<byte> bytes)
    {
        while (!_hasReply && bytes.Length >= StatusLineBytes && bytes.StartsWith("HTTP/1."u8))
        {
            // To a proxy that requires credentials the handler sends the request again, with them.
            var status = bytes.Slice(StatusStart, StatusLineBytes - StatusStart);
            if (status[0] != '1' && !status.SequenceEqual("407"u8))
            {
                _hasReply = true;
                if (status[0] >= '3')
                {
                    _refused.Cancel();
                }
            }

            var end = bytes.IndexOf("\r\n\r\n"u8);
            bytes = end < 0 ? [] : bytes.Slice(end + 4);
        }
    }

    public void Dispose() => _refused.Dispose();
}
#endif
