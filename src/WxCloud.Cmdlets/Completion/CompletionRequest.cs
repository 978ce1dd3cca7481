using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Completion;

/// <summary>What is to be completed.</summary>
internal sealed class CompletionRequest(string word, IDictionary bound)
{
    private static readonly char[] s_wildcards = ['*', '?'];

    /// <summary>What was typed, without quotes.</summary>
    public string Typed { get; } = word.Trim('\'', '"');

    /// <summary>The connection that the command would use; <see langword="null"/> when it has none, or one whose secret is not known yet.</summary>
    /// <exception cref="WxCloudException">The environment variables do not make a connection.</exception>
    public WxCloudConnection? Connection =>
        (PSObject.AsPSObject(bound["Connection"] ?? string.Empty).BaseObject as WxCloudConnection ?? SessionConnections.Current.FindDefaultOrFromEnvironment()) is { IsStandIn: false } connection
            ? connection
            : null;

    /// <summary>The environment that the command would use; <see langword="null"/> when none is named.</summary>
    public string? FindEnvironment(WxCloudConnection connection) => bound["EnvironmentId"] as string ?? connection.EnvironmentId;

    /// <summary>The candidates that begin with what was typed, in their order; * and ? are wildcards.</summary>
    public IEnumerable<Candidate> Match(IEnumerable<Candidate> candidates)
    {
        if (Typed.IndexOfAny(s_wildcards) < 0)
        {
            return candidates.Where(candidate => candidate.Value.StartsWith(Typed, StringComparison.OrdinalIgnoreCase));
        }

        var pattern = WildcardPattern.Get(Typed.Replace("`", "``").Replace("[", "`[") + "*", WildcardOptions.IgnoreCase);
        return candidates.Where(candidate => pattern.IsMatch(candidate.Value));
    }
}
