using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes cloud paths, one level at a time, from the environment of the session's default connection.</summary>
public sealed class CloudPathCompleter : IArgumentCompleter
{
    private const int MaxListed = 100;

    /// <summary>A prompt that hangs is worse than one that does not complete.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var connection = PSObject.AsPSObject(fakeBoundParameters["Connection"] ?? string.Empty).BaseObject as WxCloudConnection ?? SessionConnections.Current.Default;
        if (connection is null or { IsStandIn: true } || (fakeBoundParameters["EnvironmentId"] as string ?? connection.EnvironmentId) is not { } environmentId)
        {
            return [];
        }

        var typed = wordToComplete.Trim('\'', '"');
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            var paths = Task.Run(() => ListAsync(connection.Engine, environmentId, typed, limit.Token), CancellationToken.None).GetAwaiter().GetResult();
            return paths.Select(static path => new CompletionResult(ValueCompleter.Quote(path), path, CompletionResultType.ParameterValue, path));
        }
        catch (Exception e) when (e is WxCloudException or OperationCanceledException)
        {
            // No error can be shown while a line is typed; the command itself reports it.
            return [];
        }
    }

    private static async Task<List<string>> ListAsync(Engine engine, string environmentId, string prefix, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        await foreach (var file in engine.Files.ListAsync(new() { EnvironmentId = environmentId, Prefix = prefix }, cancellationToken).ConfigureAwait(false))
        {
            paths.Add(file.CloudPath);
            if (paths.Count == MaxListed)
            {
                break;
            }
        }

        return paths;
    }
}
