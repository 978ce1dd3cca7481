using System.Collections.Generic;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>
/// Numbers and texts in blocks of bytes, for records that wait in large numbers: an object and a string take some twenty bytes beside their
/// content, and neighbouring paths begin alike.
/// </summary>
internal sealed class PackedBuffer
{
    /// <summary>Below the threshold of the large object heap (85 000 bytes).</summary>
    private const int BlockBytes = 32 * 1024;

    private readonly List<byte[]> _blocks = [];

    /// <summary>The bytes so far, and so the position of what is written next.</summary>
    public int Length { get; private set; }

    public void WriteByte(byte value)
    {
        if (Length == _blocks.Count * BlockBytes)
        {
            _blocks.Add(new byte[BlockBytes]);
        }

        _blocks[Length / BlockBytes][Length % BlockBytes] = value;
        Length++;
    }

    /// <summary>Writes a number; the smaller it is, the fewer bytes it takes.</summary>
    public void WriteNumber(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            WriteByte((byte)(value | 0x80));
        }

        WriteByte((byte)value);
    }

    /// <summary>Writes a text, of which only what differs from the text before takes space. Any UTF-16 text comes back as it was.</summary>
    public void WriteText(string text, string before)
    {
        var common = 0;
        while (common < text.Length && common < before.Length && text[common] == before[common])
        {
            common++;
        }

        WriteNumber((ulong)common);
        WriteNumber((ulong)(text.Length - common));
        for (; common < text.Length; common++)
        {
            WriteNumber(text[common]);
        }
    }

    /// <summary>Reads what was written, in the same order.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="position">Where to begin.</param>
    public struct Reader(PackedBuffer buffer, int position)
    {
        private int _position = position;

        public byte ReadByte()
        {
            var value = buffer._blocks[_position / BlockBytes][_position % BlockBytes];
            _position++;
            return value;
        }

        public ulong ReadNumber()
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var next = ReadByte();
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
        }

        public string ReadText(string before)
        {
            var common = (int)ReadNumber();
            var text = new char[common + (int)ReadNumber()];
            before.CopyTo(0, text, 0, common);
            for (; common < text.Length; common++)
            {
                text[common] = (char)ReadNumber();
            }

            return new(text);
        }
    }
}
