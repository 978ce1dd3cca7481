using System;
using System.IO;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Transfers.Download;

namespace WxCloud.Cmdlets.Provider;

/// <summary>Reads stored content on the pipeline thread, for readers of text.</summary>
internal sealed class BridgedStream(StoredContent content, PipelineBridge bridge) : Stream
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _next;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_next == _end)
        {
            (_next, _end) = (0, bridge.Run(token => content.ReadAsync(_buffer, token).AsTask()));
        }

        var read = Math.Min(count, _end - _next);
        Array.Copy(_buffer, _next, buffer, offset, read);
        _next += read;
        return read;
    }

    public override int ReadByte()
    {
        var one = new byte[1];
        return _next < _end ? _buffer[_next++] : Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }
}
