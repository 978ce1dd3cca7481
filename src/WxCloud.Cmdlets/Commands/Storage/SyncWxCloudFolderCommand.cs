using System.Collections.Generic;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Sync.Apply;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Makes a local folder and one in cloud storage equal, or applies a plan.</summary>
[Cmdlet(VerbsData.Sync, "WxCloudFolder", DefaultParameterSetName = ByFolder, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(WxCloudSyncAction))]
public sealed class SyncWxCloudFolderCommand : FolderCommand
{
    private const string ByPlan = "Plan";

    private readonly List<WxCloudSyncAction> _deletions = [];
    private IItemStream<Outcome<string, WxCloudSyncAction>>? _actions;
    private DeleteLimit? _maxDelete;
    private long _planned;

    /// <summary>The actions of a plan.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPlan, ValueFromPipeline = true)]
    [SyncActionObject]
    public WxCloudSyncAction[] InputObject { get; set; } = [];

    /// <summary>The limit of deletions: a count, or a percentage such as 10%.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MaxDelete { get; set; }

    /// <summary>Deletes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Begin()
    {
        _maxDelete = MaxDelete is null ? null : DeleteLimit.Parse(MaxDelete);
        var options = new ApplyOptions { EnvironmentId = RequiredEnvironment, Verifies = ParameterSetName == ByPlan, ThrottleLimit = ThrottleLimit };
        var plans = Connected.Engine.Plans;
        var meter = ShowProgress(Texts.Format("Sync.Activity"));
        _actions = OpenStream<Outcome<string, WxCloudSyncAction>, WxCloudSyncAction>((actions, cancellationToken) => plans.ApplyAsync(actions, options, meter, cancellationToken));
    }

    private protected override void Process()
    {
        // Deletions follow when all others are known, so that their limit holds.
        foreach (var action in InputObject)
        {
            _planned++;
            if (action.Action == WxCloudSyncOperation.Delete)
            {
                _deletions.Add(action);
            }
            else
            {
                Apply(action);
            }
        }
    }

    private protected override void End()
    {
        if (ParameterSetName == ByFolder)
        {
            foreach (var outcome in Compare(ReadOptions() with { MaxDelete = _maxDelete }))
            {
                if (outcome.Error is { } error)
                {
                    WriteError(error);
                }
                else
                {
                    Apply(outcome.Value!);
                }
            }
        }
        else if (_maxDelete?.Allows(_deletions.Count, _planned) == false)
        {
            WriteError(Error.TooManyDeletions(_deletions[0].Item, _deletions.Count, _maxDelete.ToString()));
        }
        else
        {
            _deletions.ForEach(Apply);
        }
    }

    private void Apply(WxCloudSyncAction action)
    {
        if (IsApproved(action))
        {
            _actions!.Add(new(action.Item, action));
        }
    }

    /// <summary>Whether an action is to be done. A conflict is passed on: it ends as an error.</summary>
    private bool IsApproved(WxCloudSyncAction action) => action.Action switch
    {
        WxCloudSyncOperation.Skip => false,
        WxCloudSyncOperation.Conflict => true,
        WxCloudSyncOperation.Delete => ShouldDelete(action.Item, Texts.Format("Sync.Delete"), Force),
        WxCloudSyncOperation.Download => ShouldTransfer(Texts.Format("Sync.Target", action.CloudPath, action.LocalPath), "Sync.Download", action.Reason),
        WxCloudSyncOperation.Copy => ShouldTransfer(Texts.Format("Sync.Target", action.CopyFrom, action.CloudPath), "Sync.Copy", action.Reason),
        _ => ShouldTransfer(Texts.Format("Sync.Target", action.LocalPath, action.CloudPath), "Sync.Upload", action.Reason),
    };

    /// <summary>The command's impact is that of its deletions; transfers are confirmed only on request.</summary>
    private bool ShouldTransfer(string target, string action, WxCloudSyncReason reason)
    {
        var bound = MyInvocation.BoundParameters;
        var isAsked = bound.ContainsKey("Confirm") || bound.ContainsKey("WhatIf")
            || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"))
            || GetVariableValue("ConfirmPreference") is ConfirmImpact.Low or ConfirmImpact.Medium;
        return !isAsked || ShouldProcess(target, Texts.Format(action, reason));
    }
}
