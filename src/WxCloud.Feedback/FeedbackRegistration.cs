using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Management.Automation.Subsystem;
using System.Threading;

namespace WxCloud.Feedback;

/// <summary>Registers the provider with the process while any open runspace has the module.</summary>
public static class FeedbackRegistration
{
    private static readonly Lock s_gate = new();
    private static readonly List<WeakReference<Runspace>> s_users = [];
    private static NextStepProvider? s_provider;

    /// <summary>The module was imported into a runspace.</summary>
    public static void Add(Runspace runspace)
    {
        ArgumentNullException.ThrowIfNull(runspace);
        lock (s_gate)
        {
            Forget(runspace);
            s_users.Add(new(runspace));
            if (s_provider is null)
            {
                s_provider = new();
                SubsystemManager.RegisterSubsystem(SubsystemKind.FeedbackProvider, s_provider);
            }
        }
    }

    /// <summary>The module was removed from a runspace.</summary>
    public static void Remove(Runspace runspace)
    {
        ArgumentNullException.ThrowIfNull(runspace);
        lock (s_gate)
        {
            Forget(runspace);
            if (s_users.Count == 0 && s_provider is { } provider)
            {
                s_provider = null;
                SubsystemManager.UnregisterSubsystem(SubsystemKind.FeedbackProvider, provider.Id);
            }
        }
    }

    /// <summary>Removes a runspace, and those that were closed without removing the module.</summary>
    private static void Forget(Runspace runspace) => s_users.RemoveAll(user =>
        !user.TryGetTarget(out var known) || known == runspace || known.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken);
}
