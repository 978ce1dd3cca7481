using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes a parameter with values, quoted where needed. A tooltip shows what is known of the value, and the help of the parameter.</summary>
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
        List<Candidate> found;
        try
        {
            found = [.. Find(new(wordToComplete, fakeBoundParameters))];
        }
        catch (WxCloudException)
        {
            // Nothing can be shown while a line is typed; the command itself shows what is wrong.
            return [];
        }

        var help = found.Count == 0 ? null : HelpTips.Find(commandName, parameterName);
        return found.Select(candidate => new CompletionResult(
            Quote(candidate.Value),
            candidate.Value,
            CompletionResultType.ParameterValue,
            string.Join("\n", new[] { candidate.Detail, help }.OfType<string>().DefaultIfEmpty(candidate.Value))));
    }

    /// <summary>The values that complete what was typed.</summary>
    private protected abstract IEnumerable<Candidate> Find(CompletionRequest request);

    /// <summary>The value as it is typed, in quotes where it needs them.</summary>
    private static string Quote(string value) =>
        value.All(static character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or ':') && value.Length > 0
            ? value
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";
}
