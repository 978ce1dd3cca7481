using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Completion;

/// <summary>
/// Calls the service while a line is typed. A key press waits only a short time. An answer that takes longer is kept for the next key
/// press only, so that nothing stale is shown.
/// </summary>
internal static class ServiceLookup
{
    /// <summary>The wait of one key press, which altogether takes less than half a second: a prompt that hangs is worse than one that does not complete.</summary>
    private static readonly TimeSpan s_maxWait = TimeSpan.FromMilliseconds(350);

    /// <summary>How long a call may run in the background.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>How long an unused answer is kept.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<WxCloudConnection, Dictionary<string, Lookup>> s_lookups = new();

    /// <summary>The answer of the service; empty when there is none in time, or the call fails.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="key">What distinguishes the call from others of the connection.</param>
    /// <param name="fetch">The call.</param>
    public static IReadOnlyList<Candidate> Find(WxCloudConnection connection, string key, Func<CancellationToken, Task<List<Candidate>>> fetch)
    {
        var lookups = s_lookups.GetOrCreateValue(connection);
        Lookup? lookup;
        lock (lookups)
        {
            if (!lookups.TryGetValue(key, out lookup) || lookup.Age.Elapsed > s_lifetime)
            {
                lookups.Clear();
                lookup = new(Stopwatch.StartNew(), Task.Run(() => FetchAsync(fetch)));
                lookups.Add(key, lookup);
            }
        }

        // PowerShell's completion is synchronous, and its thread has no context that the task could need.
        if (!lookup.Answer.Wait(s_maxWait))
        {
            return [];
        }

        lock (lookups)
        {
            lookups.Remove(key);
        }

        return lookup.Answer.Result;
    }

    private static async Task<IReadOnlyList<Candidate>> FetchAsync(Func<CancellationToken, Task<List<Candidate>>> fetch)
    {
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            return await fetch(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WxCloudException or OperationCanceledException or ObjectDisposedException)
        {
            // Nothing can be shown while a line is typed; the command itself shows what is wrong.
            return [];
        }
    }

    private sealed record Lookup(Stopwatch Age, Task<IReadOnlyList<Candidate>> Answer);
}
