using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the shards of a count that was typed: <c>/4</c> gives <c>1/4</c> to <c>4/4</c>.</summary>
public sealed class ShardCompleter : IArgumentCompleter
{
    private const int MaxListed = 64;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var slash = typed.IndexOf('/');
        return slash >= 0 && int.TryParse(typed.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Enumerable.Range(1, Math.Min(count, MaxListed))
                .Select(index => FormattableString.Invariant($"{index}/{count}"))
                .Where(shard => slash == 0 || shard.StartsWith(typed.Substring(0, slash), StringComparison.Ordinal))
                .Select(static shard => new CompletionResult(shard, shard, CompletionResultType.ParameterValue, shard))
            : [];
    }
}
