using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using WxCloud.Transfers;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the content types that are commonly stored.</summary>
public sealed class ContentTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Matching.Results(wordToComplete, ContentTypes.Known);
}
