using System;
using System.Linq;
using System.Text.RegularExpressions;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Values;

/// <summary>A regular expression with MongoDB's options i, m, s and x; g, u and y of JavaScript change nothing in a match and are dropped.</summary>
internal sealed class RegexValue : DbValue
{
    /// <summary>Limits one match, so that a pattern that backtracks without end cannot stop the emulator.</summary>
    private static readonly TimeSpan s_matchLimit = TimeSpan.FromSeconds(1);

    private Regex? _regex;

    /// <exception cref="DatabaseException">An option is unknown.</exception>
    public RegexValue(string pattern, string options)
    {
        Pattern = pattern;
        Options = string.Concat(options.Where(option => option is not ('g' or 'u' or 'y')).Distinct().Order());
        if (Options.Any(option => option is not ('i' or 'm' or 's' or 'x')))
        {
            throw DatabaseErrors.InvalidOperator($"invalid flag in regex options: {options}");
        }
    }

    public override ValueKind Kind => ValueKind.Regex;

    public string Pattern { get; }

    /// <summary>The options in alphabetical order.</summary>
    public string Options { get; }

    /// <exception cref="DatabaseException">The pattern is malformed or takes too long.</exception>
    public bool IsMatch(string text)
    {
        try
        {
            return (_regex ??= Create()).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw DatabaseErrors.RequestFailed("Query", $"the regular expression /{Pattern}/ takes longer than a second");
        }
    }

    /// <summary>Throws if the pattern is malformed, before any document is looked at.</summary>
    public void ThrowIfMalformed() => _regex ??= Create();

    private Regex Create()
    {
        var options = RegexOptions.CultureInvariant;
        options |= Options.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : RegexOptions.None;
        options |= Options.Contains('m', StringComparison.Ordinal) ? RegexOptions.Multiline : RegexOptions.None;
        options |= Options.Contains('s', StringComparison.Ordinal) ? RegexOptions.Singleline : RegexOptions.None;
        options |= Options.Contains('x', StringComparison.Ordinal) ? RegexOptions.IgnorePatternWhitespace : RegexOptions.None;
        try
        {
            return new Regex(Pattern, options, s_matchLimit);
        }
        catch (ArgumentException e)
        {
            throw DatabaseErrors.InvalidOperator($"invalid regular expression /{Pattern}/: {e.Message}");
        }
    }
}
