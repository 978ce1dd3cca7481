using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Transfers;

namespace WxCloud.Cmdlets.Pipeline;

/// <summary>
/// What all commands share: the bridge to tasks, how errors are told, and how everything ends. Derived commands override
/// <see cref="Begin"/>, <see cref="Process"/> and <see cref="End"/>, which may throw what the engine throws.
/// </summary>
public abstract class WxCloudCommand : PSCmdlet, IDisposable
{
    private IDisposable? _listening;
    private TransferProgress? _progress;

    private protected WxCloudCommand()
    {
    }

    private protected PipelineBridge Bridge { get; } = new();

    /// <summary>Called by PowerShell when the pipeline is over, however it ended: after <c>Select-Object -First</c> nothing else is called.</summary>
    public void Dispose()
    {
        Bridge.Dispose();
        _listening?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <summary>Called by PowerShell on another thread, on Ctrl+C.</summary>
    protected sealed override void StopProcessing() => Bridge.Stop();

    private protected virtual void Begin()
    {
    }

    private protected virtual void Process()
    {
    }

    private protected virtual void End()
    {
    }

    /// <summary>Does work to its end while the pipeline stays alive.</summary>
    private protected T Run<T>(Func<CancellationToken, Task<T>> work) => Bridge.Run(work);

    /// <summary>What the engine tells of its calls is for -Debug, and its warnings are warnings.</summary>
    private protected void ListenTo(EngineLog log) => _listening = log.Listen(new Listener(this));

    /// <summary>Shows how far transfers are until <see cref="HideProgress"/>.</summary>
    private protected void ShowProgress(string activity, TransferMeter meter)
    {
        _progress = new(activity, meter, WriteProgress);
        Bridge.Tick = _progress.Update;
    }

    private protected void HideProgress() => _progress?.Complete();

    private protected void WriteError(WxCloudException error) => WriteError(ErrorRecords.Create(error));

    /// <summary>Writes what became of one item, so that the others go on either way.</summary>
    private protected void WriteOutcome<TItem, TValue>(Outcome<TItem, TValue> outcome)
    {
        if (outcome.Error is { } error)
        {
            WriteError(error);
        }
        else
        {
            WriteObject(outcome.Value);
        }
    }

    /// <summary>Asks before something is deleted. Force skips the question, but neither -WhatIf nor -Confirm.</summary>
    /// <exception cref="WxCloudException">Nobody can be asked.</exception>
    private protected bool ShouldDelete(string target, string action, bool force)
    {
        var isAsked = MyInvocation.BoundParameters.ContainsKey("Confirm") || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        if (force && !isAsked && !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            return true;
        }

        try
        {
            return ShouldProcess(target, action);
        }
        catch (PSInvalidOperationException e)
        {
            throw CommandErrors.CannotAsk(e);
        }
    }

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (WxCloudException e)
        {
            ThrowTerminatingError(ErrorRecords.Create(e));
        }
        catch (OperationCanceledException) when (Bridge.Stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private sealed class Listener(WxCloudCommand command) : IEngineListener
    {
        public void CallEnded(CallTrace call) => command.Bridge.Offer(() => command.WriteDebug(call.ToString()));

        public void Warned(string text) => command.Bridge.Offer(() => command.WriteWarning(text));
    }
}
