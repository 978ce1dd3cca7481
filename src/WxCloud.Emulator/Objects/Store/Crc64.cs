using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// CRC-64/XZ, the checksum of <c>x-cos-hash-crc64ecma</c> (reference/tencent-cos.md, section 11): by carry-less multiplication where the
/// processor has it, else eight bytes at a time by tables.
/// </summary>
internal struct Crc64
{
    private const ulong Polynomial = 0xC96C5795D7870F42;

    // The polynomial 1: bits are reflected, so the highest bit is the power 0.
    private const ulong One = 1UL << 63;
    private const int LaneLength = 16;
    private const int StrideLength = 4 * LaneLength;

    private static readonly ulong[][] s_tables = MakeTables();
    private static readonly Vector128<ulong> s_foldByStride = FoldConstants(8 * StrideLength);
    private static readonly Vector128<ulong> s_foldByLane = FoldConstants(8 * LaneLength);

    private ulong _inverted;

    /// <summary>The checksum of everything appended so far; 0 for nothing.</summary>
    public readonly ulong Value => _inverted;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        Crc64 crc = default;
        crc.Append(bytes);
        return crc.Value;
    }

    /// <summary>
    /// The checksum of two pieces, one after the other.
    /// </summary>
    /// <param name="first">The checksum of the first piece.</param>
    /// <param name="second">The checksum of the second piece.</param>
    /// <param name="secondLength">The number of bytes of the second piece.</param>
    public static ulong Combine(ulong first, ulong second, long secondLength)
    {
        // The first checksum is shifted past the bits of the second piece: multiplied by x to the power of their number, which squaring computes quickly.
        var shift = One;
        var power = One >> 1;
        for (var bits = 8 * (ulong)secondLength; bits != 0; bits >>= 1)
        {
            shift = (bits & 1) == 0 ? shift : Multiply(shift, power);
            power = Multiply(power, power);
        }

        return Multiply(first, shift) ^ second;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = ~_inverted;
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * StrideLength)
        {
            state = Fold(state, ref bytes);
        }

        _inverted = ~ByTables(state, bytes);
    }

    /// <summary>Table-driven only, for processors without the instruction and for the tests to compare with.</summary>
    internal void AppendByTables(ReadOnlySpan<byte> bytes) => _inverted = ~ByTables(~_inverted, bytes);

    /// <summary>Folds whole strides into one lane of 16 bytes, whose remainder is computed with the tables; the rest is left in the span of bytes.</summary>
    private static ulong Fold(ulong state, ref ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector128<ulong>> lanes = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var lane0 = lanes[0] ^ Vector128.CreateScalar(state);
        var lane1 = lanes[1];
        var lane2 = lanes[2];
        var lane3 = lanes[3];
        lanes = lanes[4..];
        var used = StrideLength;
        for (; lanes.Length >= 4; lanes = lanes[4..], used += StrideLength)
        {
            lane0 = Multiply(lane0, s_foldByStride) ^ lanes[0];
            lane1 = Multiply(lane1, s_foldByStride) ^ lanes[1];
            lane2 = Multiply(lane2, s_foldByStride) ^ lanes[2];
            lane3 = Multiply(lane3, s_foldByStride) ^ lanes[3];
        }

        lane1 ^= Multiply(lane0, s_foldByLane);
        lane2 ^= Multiply(lane1, s_foldByLane);
        lane3 ^= Multiply(lane2, s_foldByLane);
        bytes = bytes[used..];

        Span<byte> remainder = stackalloc byte[LaneLength];
        lane3.AsByte().CopyTo(remainder);
        return ByTables(0, remainder);
    }

    private static Vector128<ulong> Multiply(Vector128<ulong> lane, Vector128<ulong> constants)
    {
        return Pclmulqdq.CarrylessMultiply(lane, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, constants, 0x11);
    }

    private static ulong ByTables(ulong state, ReadOnlySpan<byte> bytes)
    {
        var tables = s_tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            state ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            state = tables[7][(byte)state] ^ tables[6][(byte)(state >> 8)] ^ tables[5][(byte)(state >> 16)] ^ tables[4][(byte)(state >> 24)]
                ^ tables[3][(byte)(state >> 32)] ^ tables[2][(byte)(state >> 40)] ^ tables[1][(byte)(state >> 48)] ^ tables[0][state >> 56];
        }

        foreach (var value in bytes)
        {
            state = tables[0][(byte)state ^ value] ^ (state >> 8);
        }

        return state;
    }

    private static ulong[][] MakeTables()
    {
        var tables = new ulong[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new ulong[256];
            for (var value = 0; value < 256; value++)
            {
                tables[table][value] = table == 0
                    ? TimesPowerOfX((ulong)value, 8)
                    : tables[0][(byte)tables[table - 1][value]] ^ (tables[table - 1][value] >> 8);
            }
        }

        return tables;
    }

    /// <summary>The factors of the low and the high half of a lane that shift them by a number of bits.</summary>
    private static Vector128<ulong> FoldConstants(int distance)
    {
        return Vector128.Create(TimesPowerOfX(One, distance + 63), TimesPowerOfX(One, distance - 1));
    }

    /// <summary>Multiplies two reflected polynomials, modulo the CRC's own.</summary>
    private static ulong Multiply(ulong left, ulong right)
    {
        var product = 0UL;
        for (; left != 0; left <<= 1)
        {
            product ^= (left & One) == 0 ? 0 : right;
            right = TimesPowerOfX(right, 1);
        }

        return product;
    }

    /// <summary>Multiplies a reflected polynomial by x to some power, modulo the CRC's own.</summary>
    private static ulong TimesPowerOfX(ulong value, int power)
    {
        for (; power > 0; power--)
        {
            value = (value >> 1) ^ ((value & 1) == 0 ? 0 : Polynomial);
        }

        return value;
    }
}
