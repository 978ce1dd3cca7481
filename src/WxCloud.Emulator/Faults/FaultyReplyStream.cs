using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Faults;

/// <summary>
/// The body of a reply with a fault: it breaks off, ends early with a length that fits, or has one byte changed. The status line
/// is sent with the first byte, so of a reply that breaks off at byte 0 nothing is sent.
/// </summary>
internal sealed class FaultyReplyStream(Stream body, HttpResponse response, Fault fault, Interruption interruption) : Stream
{
    private long _position;
    private long _end = long.MaxValue;
    private long _corrupted = -1;
    private bool _hasBegun;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            Begin();
        }

        var count = (int)Math.Min(buffer.Length, _end - _position);
        if (_corrupted >= _position && _corrupted < _position + count)
        {
            await WriteCorruptedAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
        }
        else if (count > 0)
        {
            await body.WriteAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
        }

        _position += count;
        if (count < buffer.Length && fault.Kind is FaultKind.Reset or FaultKind.Stall)
        {
            await interruption.InterruptAsync().ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _position > 0 ? body.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Begin()
    {
        var length = response.ContentLength ?? 0;
        switch (fault.Kind)
        {
            case FaultKind.Truncate:
                _end = Math.Min(fault.Value ?? (length / 2), length);
                response.ContentLength = _end;
                break;
            case FaultKind.Corrupt:
                _corrupted = length == 0 ? -1 : (long)(fault.Random % (ulong)length);
                break;
            default:
                _end = fault.Value ?? 0;
                break;
        }
    }

    private async ValueTask WriteCorruptedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var copy = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            buffer.CopyTo(copy);
            copy[_corrupted - _position] ^= 1;
            await body.WriteAsync(copy.AsMemory(0, buffer.Length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
