using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Picks completions as PowerShell users expect: by what they begin with, wildcards allowed, quoted where needed.</summary>
internal static class Matching
{
    public static IEnumerable<CompletionResult> Results(string wordToComplete, IEnumerable<string> values)
    {
        var pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return values.Where(pattern.IsMatch).OrderBy(static value => value, StringComparer.OrdinalIgnoreCase).Select(static value =>
            new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, value));
    }

    private static string Quote(string value) =>
        value.All(static character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/')
            ? value
            : "'" + value.Replace("'", "''") + "'";
}
