using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Completion;

/// <summary>
/// Asks the service while a line is typed. A key press waits a short time only. An answer that takes longer is kept for the next key press,
/// once, so that nothing stale is shown.
/// </summary>
internal static class ServiceLookup
{
    /// <summary>A prompt that hangs is worse than one that does not complete: with all else, a key press takes less than half a second.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(350);

    /// <summary>How long a call goes on in the background.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer that nothing took is kept.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<WxCloudConnection, Dictionary<string, Lookup>> s_lookups = new();

    /// <summary>What the service answers; nothing when it does not in time, or fails.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="question">What distinguishes the call from others of the connection.</param>
    /// <param name="ask">The call.</param>
    public static IReadOnlyList<Candidate> Find(WxCloudConnection connection, string question, Func<CancellationToken, Task<List<Candidate>>> ask)
    {
        var lookups = s_lookups.GetOrCreateValue(connection);
        Lookup? lookup;
        lock (lookups)
        {
            if (!lookups.TryGetValue(question, out lookup) || lookup.Age.Elapsed > s_lifetime)
            {
                lookups.Clear();
                lookup = new(Stopwatch.StartNew(), Task.Run(() => AskAsync(ask)));
                lookups.Add(question, lookup);
            }
        }

        // PowerShell's completion is synchronous, and its thread has no context that the task could need.
        if (!lookup.Answer.Wait(s_patience))
        {
            return [];
        }

        lock (lookups)
        {
            lookups.Remove(question);
        }

        return lookup.Answer.Result;
    }

    private static async Task<IReadOnlyList<Candidate>> AskAsync(Func<CancellationToken, Task<List<Candidate>>> ask)
    {
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            return await ask(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WxCloudException or OperationCanceledException or ObjectDisposedException)
        {
            // Nothing can be shown while a line is typed; the command itself shows what is wrong.
            return [];
        }
    }

    private sealed record Lookup(Stopwatch Age, Task<IReadOnlyList<Candidate>> Answer);
}
