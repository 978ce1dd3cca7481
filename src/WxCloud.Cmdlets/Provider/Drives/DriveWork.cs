using System;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Threading;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Http;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>One piece of work on a drive: the bridge to the engine's tasks, and the engine's warnings and lines for -Debug until it ends.</summary>
internal sealed class DriveWork : IDisposable
{
    /// <summary>The limit for completion: a prompt that hangs is worse than one that does not complete.</summary>
    private static readonly TimeSpan s_completionLimit = TimeSpan.FromMilliseconds(450);

    private readonly IDisposable _listening;
    private readonly Timer? _limit;

    public DriveWork(DriveLocation at, Action<string> writeDebug, Action<string> writeWarning)
    {
        IsCompletion = IsCompleting();
        _listening = at.Engine.Log.Listen(new Listener(Bridge, writeDebug, writeWarning));
        if (IsCompletion)
        {
            _limit = new(static bridge => ((PipelineBridge)bridge!).Stop(), Bridge, s_completionLimit, Timeout.InfiniteTimeSpan);
        }
    }

    public PipelineBridge Bridge { get; } = new();

    /// <summary>Whether a line is being completed: then the time is limited.</summary>
    public bool IsCompletion { get; }

    public void Dispose()
    {
        _limit?.Dispose();
        Bridge.Dispose();
        _listening.Dispose();
    }

    /// <summary>All completion runs in this function, which users may replace, but not rename.</summary>
    private static bool IsCompleting() =>
        Runspace.DefaultRunspace?.Debugger?.GetCallStack().Any(static frame => frame.InvocationInfo?.MyCommand?.Name == "TabExpansion2") == true;

    private sealed class Listener(PipelineBridge bridge, Action<string> writeDebug, Action<string> writeWarning) : IEngineListener
    {
        public bool WantsCalls => true;

        public void CallEnded(CallTrace call) => bridge.Offer(() => writeDebug(call.ToString()));

        public void Warned(string text) => bridge.Offer(() => writeWarning(text));
    }
}
