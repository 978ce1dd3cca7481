using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace WxCloud.Package.Tests.Support;

/// <summary>The table at the head of <c>THIRD-PARTY-NOTICES.txt</c>.</summary>
internal static partial class ThirdPartyNotices
{
    /// <summary>Whether the notices name a library, by its name or by a family such as <c>System.*</c>.</summary>
    public static bool Name(string notices, string library)
    {
        var table = notices[..notices.IndexOf("\n\n\n", StringComparison.Ordinal)];
        return Names().Matches(table).Any(match => match.Value.EndsWith(".*", StringComparison.Ordinal)
            ? library.StartsWith(match.Value[..^1], StringComparison.Ordinal)
            : library == match.Value);
    }

    [GeneratedRegex(@"[A-Z][A-Za-z]*(\.[A-Z][A-Za-z]*)*(\.\*)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
