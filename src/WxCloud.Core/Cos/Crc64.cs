using System;
#if NET
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace WxCloud.Cos;

/// <summary>
/// CRC-64/XZ, the checksum of COS: polynomial ECMA-182 reflected, initial value and final XOR all ones
/// (cloud.tencent.com/document/product/436/40334). Long inputs are folded 64 bytes at a time where the processor multiplies
/// without carry; the rest goes through sixteen tables.
/// </summary>
internal sealed class Crc64
{
    private const ulong ReflectedPolynomial = 0xC96C5795D7870F42;
    private const int Slices = 16;

    private static readonly ulong[] s_tables = MakeTables();

    private ulong _state = ulong.MaxValue;

    /// <summary>The checksum of everything appended so far.</summary>
    public ulong Value => ~_state;

    /// <summary>The checksum of one piece.</summary>
    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc64();
        crc.Append(bytes);
        return crc.Value;
    }

    /// <summary>The checksum of two pieces in a row, from their checksums and the length of the second.</summary>
    public static ulong Combine(ulong first, ulong second, long secondLength) =>
        Multiply(first, PowerOfX(8 * (ulong)secondLength)) ^ second;

    /// <summary>Continues with the bytes after a piece whose checksum is known.</summary>
    public static Crc64 Resume(ulong checksum) => new() { _state = ~checksum };

    public void Append(ReadOnlySpan<byte> bytes)
    {
#if NET
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * FoldedBytes)
        {
            var folded = bytes.Length - (bytes.Length % FoldedBytes);
            _state = Fold(_state, bytes.Slice(0, folded));
            bytes = bytes.Slice(folded);
        }
#endif
        _state = AppendByTables(_state, bytes);
    }

    /// <summary>The way that every processor can go; also what the tests hold the other one against.</summary>
    internal static ulong AppendByTables(ulong state, ReadOnlySpan<byte> bytes)
    {
        var tables = s_tables;
        while (bytes.Length >= Slices)
        {
            var low = state ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8));
            state = tables[(15 << 8) + (byte)low] ^ tables[(14 << 8) + (byte)(low >> 8)]
                ^ tables[(13 << 8) + (byte)(low >> 16)] ^ tables[(12 << 8) + (byte)(low >> 24)]
                ^ tables[(11 << 8) + (byte)(low >> 32)] ^ tables[(10 << 8) + (byte)(low >> 40)]
                ^ tables[(9 << 8) + (byte)(low >> 48)] ^ tables[(8 << 8) + (byte)(low >> 56)]
                ^ tables[(7 << 8) + (byte)high] ^ tables[(6 << 8) + (byte)(high >> 8)]
                ^ tables[(5 << 8) + (byte)(high >> 16)] ^ tables[(4 << 8) + (byte)(high >> 24)]
                ^ tables[(3 << 8) + (byte)(high >> 32)] ^ tables[(2 << 8) + (byte)(high >> 40)]
                ^ tables[(1 << 8) + (byte)(high >> 48)] ^ tables[(byte)(high >> 56)];
            bytes = bytes.Slice(Slices);
        }

        foreach (var b in bytes)
        {
            state = tables[(byte)(state ^ b)] ^ (state >> 8);
        }

        return state;
    }

#if NET
    private const int FoldedBytes = 64;

    // Folding moves 128 bits over a distance: each half is multiplied by x to the power of that distance. A product of two
    // reflected halves stands one bit off, hence the exponents one short of 128 and 64 more.
    private static readonly Vector128<ulong> s_over512Bits = Vector128.Create(PowerOfX(512 + 64 - 1), PowerOfX(512 - 1));
    private static readonly Vector128<ulong> s_over128Bits = Vector128.Create(PowerOfX(128 + 64 - 1), PowerOfX(128 - 1));

    // Optimized at once, because a command ends before the runtime would optimize this loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Fold(ulong state, ReadOnlySpan<byte> bytes)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var a = blocks[0] ^ Vector128.CreateScalar(state);
        var b = blocks[1];
        var c = blocks[2];
        var d = blocks[3];
        var distance = s_over512Bits;
        for (blocks = blocks.Slice(4); blocks.Length >= 4; blocks = blocks.Slice(4))
        {
            a = Move(a, distance) ^ blocks[0];
            b = Move(b, distance) ^ blocks[1];
            c = Move(c, distance) ^ blocks[2];
            d = Move(d, distance) ^ blocks[3];
        }

        b ^= Move(a, s_over128Bits);
        c ^= Move(b, s_over128Bits);
        d ^= Move(c, s_over128Bits);
        return AppendByTables(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in d)));

        static Vector128<ulong> Move(Vector128<ulong> value, Vector128<ulong> distance) =>
            Pclmulqdq.CarrylessMultiply(value, distance, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, distance, 0x11);
    }
#endif

    /// <summary>x to a power, modulo the polynomial; reflected, so that the highest bit is x to the power of 0.</summary>
    private static ulong PowerOfX(ulong exponent)
    {
        var result = 1UL << 63;
        var square = 1UL << 62;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result = Multiply(result, square);
            }

            square = Multiply(square, square);
        }

        return result;
    }

    private static ulong Multiply(ulong left, ulong right)
    {
        var product = 0UL;
        for (; right != 0; right <<= 1)
        {
            if (right >> 63 != 0)
            {
                product ^= left;
            }

            left = TimesX(left);
        }

        return product;
    }

    private static ulong TimesX(ulong value) => (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReflectedPolynomial;

    private static ulong[] MakeTables()
    {
        var tables = new ulong[Slices * 256];
        for (var i = 0; i < 256; i++)
        {
            var entry = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                entry = TimesX(entry);
            }

            tables[i] = entry;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var previous = tables[i - 256];
            tables[i] = tables[(byte)previous] ^ (previous >> 8);
        }

        return tables;
    }
}
