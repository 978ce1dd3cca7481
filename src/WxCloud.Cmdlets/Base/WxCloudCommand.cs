using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Advice;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Progress;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cmdlets.Base;

/// <summary>
/// What all commands share: the bridge to tasks, the stream of items, errors, and the ways to end. Derived commands override
/// <see cref="Begin"/>, <see cref="Process"/> and <see cref="End"/>, which may throw what the engine throws.
/// </summary>
public abstract class WxCloudCommand : PSCmdlet, IDisposable
{
    private IDisposable? _listening;
    private Action? _completeStream;
    private Action? _completeProgress;
    private RecentNames? _recent;

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
    protected sealed override void EndProcessing() => Guard(() =>
    {
        End();
        _completeStream?.Invoke();
        _completeProgress?.Invoke();
    });

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

    /// <summary>Runs work to its end, and writes what it posts meanwhile.</summary>
    private protected T Run<T>(Func<CancellationToken, Task<T>> work) => Bridge.Run(work);

    /// <summary>Shows the engine's calls with -Debug, and its warnings as warnings.</summary>
    private protected void ListenTo(EngineLog log) => _listening = log.Listen(new Listener(this));

    /// <summary>
    /// Opens the stream of this command's items. Results are written while items are still added, and the rest when the
    /// pipeline ends.
    /// </summary>
    /// <param name="work">Turns the stream of items into a stream of outcomes.</param>
    private protected IItemStream<TItem> OpenStream<TItem, TResult>(
        Func<IAsyncEnumerable<TItem>, CancellationToken, IAsyncEnumerable<Outcome<string, TResult>>> work)
    {
        var stream = new ItemStream<TItem, Outcome<string, TResult>>(Bridge, work, WriteOutcome);
        _completeStream = stream.Complete;
        return stream;
    }

    /// <summary>Runs a stream of outcomes to its end, and writes each as it comes.</summary>
    private protected void WriteStream<TItem, TResult>(Func<CancellationToken, IAsyncEnumerable<Outcome<TItem, TResult>>> work) => Run(async token =>
    {
        await foreach (var outcome in work(token).WithCancellation(token).ConfigureAwait(false))
        {
            await Bridge.PostAsync(() => WriteOutcome(outcome)).ConfigureAwait(false);
        }

        return true;
    });

    /// <summary>Shows the progress of transfers until the command ends.</summary>
    /// <returns>The meter that they report to.</returns>
    private protected TransferMeter ShowProgress(string activity)
    {
        var meter = new TransferMeter();
        var progress = new TransferProgress(activity, meter, ProgressText.For(Host), WriteProgress);
        _completeProgress = progress.Complete;
        Bridge.Tick = progress.Update;
        return meter;
    }

    /// <summary>Shows what a search has seen until the command ends.</summary>
    /// <returns>The meter that it reports to.</returns>
    private protected SearchMeter ShowSearch(string activity)
    {
        var meter = new SearchMeter();
        var progress = new SearchProgress(activity, meter, ProgressText.For(Host), WriteProgress);
        _completeProgress = progress.Complete;
        Bridge.Tick = progress.Update;
        return meter;
    }

    private protected void WriteError(WxCloudException error) => WriteError(error, FindTarget(error));

    private protected void WriteError(WxCloudException error, object? target)
    {
        FeedbackLoader.Prepare(error, ErrorConnection);
        WriteError(ErrorRecordFactory.Create(error, target));
    }

    /// <summary>The connection that an error comes from; <see langword="null"/> when none is in use.</summary>
    private protected virtual WxCloudConnection? ErrorConnection => null;

    /// <summary>The item that an error is about, as it was given.</summary>
    private protected virtual object? FindTarget(WxCloudException error) => error.Target;

    /// <summary>Whether the user will see what would happen instead of, or before, its happening.</summary>
    private protected bool IsPreview =>
        MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm")
        || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Runs the work on one item; its failure is the error of that item.</summary>
    private protected void Attempt(string item, Func<CancellationToken, Task> work)
    {
        try
        {
            Run(async token =>
            {
                await work(token).ConfigureAwait(false);
                return true;
            });
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            WriteError(e.For(item));
        }
    }

    /// <summary>Writes the result of an item.</summary>
    private protected virtual void WriteResult(object? result)
    {
        (_recent ??= RecentNames.Current).AddResult(result);
        WriteObject(result);
    }

    /// <summary>Writes the result or the error of one item; the others are processed either way.</summary>
    private void WriteOutcome<TItem, TValue>(Outcome<TItem, TValue> outcome)
    {
        if (outcome.Error is { } error)
        {
            WriteError(error);
        }
        else
        {
            WriteResult(outcome.Value);
        }
    }

    /// <summary>Asks for confirmation before a deletion. Force skips the confirmation, but neither -WhatIf nor -Confirm.</summary>
    /// <exception cref="WxCloudException">The session is not interactive.</exception>
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
            throw CommandErrors.ConfirmationNotPossible(e);
        }
    }

    /// <summary>Whether a debug line would be shown; formatting one takes longer than collecting its values.</summary>
    private bool ShowsDebug => MyInvocation.BoundParameters.TryGetValue("Debug", out var value) && value is SwitchParameter debug
        ? debug.IsPresent
        : GetVariableValue("DebugPreference") is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (WxCloudException e)
        {
            FeedbackLoader.Prepare(e, ErrorConnection);
            ThrowTerminatingError(ErrorRecordFactory.Create(e));
        }
        catch (OperationCanceledException) when (Bridge.Stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private sealed class Listener(WxCloudCommand command) : IEngineListener
    {
        public bool WantsCalls => true;

        public void CallEnded(CallTrace call) => command.Bridge.Offer(() =>
        {
            if (command.ShowsDebug)
            {
                command.WriteDebug(call.ToString());
            }
        });

        public void Warned(string text) => command.Bridge.Offer(() => command.WriteWarning(text));
    }
}
