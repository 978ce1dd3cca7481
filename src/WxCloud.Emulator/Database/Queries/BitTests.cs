using System;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The tests of bits: of whole numbers, in two's complement, and of binary values, whose first byte has the bits 0 to 7.</summary>
internal static class BitTests
{
    /// <summary>Compiles one of these operators; null for any other name.</summary>
    /// <exception cref="DatabaseException">The operand names no bits.</exception>
    public static ValueTest? TryCompile(string name, DbValue operand)
    {
        return name switch
        {
            "$bitsAllSet" => new BitTest(PositionsOf(name, operand), bits => bits.All(bit => bit)),
            "$bitsAllClear" => new BitTest(PositionsOf(name, operand), bits => !bits.Any(bit => bit)),
            "$bitsAnySet" => new BitTest(PositionsOf(name, operand), bits => bits.Any(bit => bit)),
            "$bitsAnyClear" => new BitTest(PositionsOf(name, operand), bits => bits.Any(bit => !bit)),
            _ => null,
        };
    }

    /// <summary>The positions in a list, or those of the bits that a mask has set.</summary>
    private static int[] PositionsOf(string name, DbValue operand)
    {
        return operand switch
        {
            NumberValue number when number.ToWhole() is { } mask and >= 0 => [.. Enumerable.Range(0, 63).Where(bit => ((mask >> bit) & 1) == 1)],
            BinaryValue binary => [.. Enumerable.Range(0, binary.Bytes.Length * 8).Where(bit => IsSet(binary, bit))],
            ArrayValue list when list.All(item => item is NumberValue position && position.ToWhole() is >= 0 and <= int.MaxValue) => [.. list.Select(item => (int)((NumberValue)item).ToWhole()!)],
            _ => throw DatabaseErrors.InvalidOperator($"{name} takes a mask or a list of bit positions, not negative"),
        };
    }

    private static bool IsSet(BinaryValue binary, int bit) => bit / 8 < binary.Bytes.Length && ((binary.Bytes[bit / 8] >> (bit % 8)) & 1) == 1;

    private sealed class BitTest(int[] positions, Func<bool[], bool> accepts) : ValueTest
    {
        public override bool AcceptsItself(DbValue value)
        {
            return value switch
            {
                // Beyond 64 bits the sign is extended.
                NumberValue number when number.ToWhole() is { } whole => accepts([.. positions.Select(bit => ((whole >> Math.Min(bit, 63)) & 1) == 1)]),
                BinaryValue binary => accepts([.. positions.Select(bit => IsSet(binary, bit))]),
                _ => false,
            };
        }
    }
}
