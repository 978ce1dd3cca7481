using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes a parameter from a list of values: by their beginning, wildcards allowed, quoted where needed.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    private protected ValueCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return FindValues().Where(pattern.IsMatch).OrderBy(static value => value, StringComparer.OrdinalIgnoreCase).Select(static value =>
            new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, value));
    }

    private protected abstract IEnumerable<string> FindValues();

    /// <summary>The value as it is typed, in quotes where it needs them.</summary>
    internal static string Quote(string value) =>
        value.All(static character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/')
            ? value
            : "'" + value.Replace("'", "''") + "'";
}
