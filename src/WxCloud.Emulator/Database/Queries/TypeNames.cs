using System.Collections.Generic;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The names and numbers of types for <c>$type</c> (bsonspec.org). Values of unsupported types cannot be stored.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<int, string> s_byNumber = new()
    {
        [-1] = "minKey",
        [1] = "double",
        [2] = "string",
        [3] = "object",
        [4] = "array",
        [5] = "binData",
        [6] = "undefined",
        [7] = "objectId",
        [8] = "bool",
        [9] = "date",
        [10] = "null",
        [11] = "regex",
        [13] = "javascript",
        [16] = "int",
        [17] = "timestamp",
        [18] = "long",
        [19] = "decimal",
        [127] = "maxKey",
    };

    /// <exception cref="DatabaseException">There is no such type.</exception>
    public static string Of(DbValue value)
    {
        return value switch
        {
            NumberValue number when number.ToWhole() is { } whole and >= -1 and <= 127 && s_byNumber.TryGetValue((int)whole, out var name) => name,
            TextValue { Text: "number" } => "number",
            TextValue text when s_byNumber.ContainsValue(text.Text) => text.Text,
            _ => throw DatabaseErrors.InvalidOperator($"unknown type in $type: {value}"),
        };
    }
}
