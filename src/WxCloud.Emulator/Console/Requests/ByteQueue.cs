using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>
/// Bytes that are appended at the end and removed from the start, in blocks. Positions count from the first byte ever appended. Not safe for use by several threads.
/// </summary>
internal sealed class ByteQueue
{
    // Beyond 85 000 bytes, so that the garbage collector does not move a block.
    private const int BlockLength = 128 * 1024;

    // A queue that is full removes as many blocks as it adds, but not always in turn.
    private const int MaxSpares = 4;

    private readonly List<byte[]> _blocks = [];
    private readonly Stack<byte[]> _spares = new(MaxSpares);
    private long _firstBlock;

    /// <summary>The position of the first byte that is still there.</summary>
    public long Start { get; private set; }

    /// <summary>The position of the next byte.</summary>
    public long End { get; private set; }

    /// <returns>The position of the first of the bytes.</returns>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var position = End;
        while (!bytes.IsEmpty)
        {
            var space = EndOfLastBlock();
            var count = Math.Min(bytes.Length, space.Length);
            bytes[..count].CopyTo(space);
            bytes = bytes[count..];
            End += count;
        }

        return position;
    }

    /// <summary>Copies bytes that are still there.</summary>
    public byte[] Read(long position, int length)
    {
        var bytes = new byte[length];
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var block = _blocks[(int)((position / BlockLength) - _firstBlock)].AsSpan((int)(position % BlockLength));
            block = block[..Math.Min(block.Length, rest.Length)];
            block.CopyTo(rest);
            rest = rest[block.Length..];
            position += block.Length;
        }

        return bytes;
    }

    /// <summary>Removes the bytes before a position.</summary>
    public void RemoveBefore(long position)
    {
        Start = position;
        var count = (int)Math.Min(_blocks.Count, (position / BlockLength) - _firstBlock);
        if (count > 0)
        {
            for (var i = 0; i < count && _spares.Count < MaxSpares; i++)
            {
                _spares.Push(_blocks[i]);
            }

            _blocks.RemoveRange(0, count);
            _firstBlock += count;
        }
    }

    private Span<byte> EndOfLastBlock()
    {
        if (_firstBlock + _blocks.Count == End / BlockLength)
        {
            _blocks.Add(_spares.TryPop(out var spare) ? spare : GC.AllocateUninitializedArray<byte>(BlockLength));
        }

        return _blocks[^1].AsSpan((int)(End % BlockLength));
    }
}
