using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Model;
using WxCloud.Storage;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Repairs stored files that Mini Programs cannot read, since their fileID metadata is missing or belongs to another path.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "WxCloudFile", DefaultParameterSetName = ByPrefix, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudFile))]
public sealed class RepairWxCloudFileCommand : EnvironmentCommand
{
    private const string ByPrefix = "Prefix";
    private const string ByFileId = "FileId";

    private readonly List<string> _pending = [];
    private IItemStream<string>? _broken;

    /// <summary>The beginning of the cloud paths to examine, as plain text; empty for everything.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPrefix)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string Prefix { get; set; } = string.Empty;

    /// <summary>The fileIDs of the files to examine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByFileId, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileIdText]
    [ArgumentCompleter(typeof(FileIdCompleter))]
    public string[] FileId { get; set; } = [];

    private protected override void Begin()
    {
        var environmentId = RequiredEnvironment;
        var repair = Connected.Engine.Repair;
        _broken = OpenStream<string, WxCloudFile>((fileIds, cancellationToken) => repair.RepairAsync(environmentId, fileIds, cancellationToken));
    }

    private protected override void Process()
    {
        // One call of the service examines fifty.
        foreach (var fileId in FileId)
        {
            _pending.Add(fileId);
            if (_pending.Count == StorageClient.MaxFileIds)
            {
                ExaminePending();
            }
        }

        if (ParameterSetName == ByPrefix)
        {
            var (repair, environmentId) = (Connected.Engine.Repair, RequiredEnvironment);
            Examine(cancellationToken => repair.FindAsync(environmentId, Prefix, cancellationToken));
        }
    }

    private protected override void End() => ExaminePending();

    private void ExaminePending()
    {
        if (_pending.Count > 0)
        {
            var (repair, environmentId) = (Connected.Engine.Repair, RequiredEnvironment);
            Examine(cancellationToken => repair.FindAsync(environmentId, ReadAsync([.. _pending]), cancellationToken));
            _pending.Clear();
        }
    }

    private void Examine(Func<CancellationToken, IAsyncEnumerable<Outcome<string, string>>> find)
    {
        foreach (var found in new PulledItems<Outcome<string, string>>(Bridge, find).Read())
        {
            if (found.Error is { } error)
            {
                WriteError(error);
            }
            else if (ShouldProcess(found.Item, Texts.Format("Repair.Action")))
            {
                _broken!.Add(found.Item);
            }
        }
    }

    private static async IAsyncEnumerable<string> ReadAsync(string[] fileIds)
    {
        foreach (var fileId in fileIds)
        {
            yield return fileId;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
