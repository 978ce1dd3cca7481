using System;
using System.Globalization;
using WxCloud.Errors;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>The limit of deletions in one run: a count, or a percentage of the files that the target has.</summary>
/// <param name="Value">The number.</param>
/// <param name="IsPercentage">Whether it is a percentage.</param>
internal sealed record DeleteLimit(int Value, bool IsPercentage)
{
    /// <summary>Reads a limit such as <c>25</c> or <c>10%</c>.</summary>
    /// <exception cref="WxCloudException">The text is not a limit.</exception>
    public static DeleteLimit Parse(string text)
    {
        var isPercentage = text.EndsWith('%');
        return int.TryParse(isPercentage ? text.Substring(0, text.Length - 1) : text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && (!isPercentage || value <= 100)
            ? new(value, isPercentage)
            : throw Error.MaxDeleteInvalid(text);
    }

    /// <summary>Whether so many deletions are allowed.</summary>
    /// <param name="count">The number of deletions.</param>
    /// <param name="all">The number of files that the target has.</param>
    public bool Allows(long count, long all) => IsPercentage ? count * 100 <= all * Value : count <= Value;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value}{(IsPercentage ? "%" : string.Empty)}");
}
