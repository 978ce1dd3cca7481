using System;
using WxCloud.Errors;

namespace WxCloud.Database.Statements;

/// <summary>A field to sort by.</summary>
internal sealed record SortKey(string Field, bool IsDescending)
{
    /// <summary>Reads a field, alone or with <c>asc</c> or <c>desc</c> after a blank.</summary>
    /// <exception cref="WxCloudException">It is neither.</exception>
    public static SortKey Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length switch
        {
            1 => new(parts[0], IsDescending: false),
            2 when parts[1].Equals("asc", StringComparison.OrdinalIgnoreCase) => new(parts[0], IsDescending: false),
            2 when parts[1].Equals("desc", StringComparison.OrdinalIgnoreCase) => new(parts[0], IsDescending: true),
            _ => throw Error.SortInvalid(text),
        };
    }
}
