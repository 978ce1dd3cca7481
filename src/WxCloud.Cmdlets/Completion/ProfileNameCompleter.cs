using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using WxCloud.Connections;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the names of the user's saved profiles.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Matching.Results(wordToComplete, SavedProfiles.Open().Names());
}
