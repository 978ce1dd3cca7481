using System.Management.Automation;
using WxCloud.Backups.Format;
using WxCloud.Backups.Save;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Saves an environment's files and documents in a local folder.</summary>
[Cmdlet(VerbsData.Backup, "WxCloudEnvironment", DefaultParameterSetName = Everything, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudBackup))]
public sealed class BackupWxCloudEnvironmentCommand : EnvironmentCommand
{
    private const string Everything = "Everything";
    private const string OnlyFiles = "FilesOnly";
    private const string OnlyDocuments = "DocumentsOnly";

    private WxCloudBackup? _plan;

    /// <summary>The folder of the backup.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Leaves the documents out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OnlyFiles)]
    public SwitchParameter FilesOnly { get; set; }

    /// <summary>Leaves the files out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OnlyDocuments)]
    public SwitchParameter DocumentsOnly { get; set; }

    /// <summary>The folders of the storage; else all files.</summary>
    [Parameter(ParameterSetName = Everything)]
    [Parameter(ParameterSetName = OnlyFiles)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string[] Prefix { get; set; } = [];

    /// <summary>The collections; else all.</summary>
    [Parameter(ParameterSetName = Everything)]
    [Parameter(ParameterSetName = OnlyDocuments)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CollectionNameCompleter))]
    public string[] Collection { get; set; } = [];

    /// <summary>The limit of files that are removed from an earlier backup: a count, or a percentage such as 10%.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MaxDelete { get; set; }

    /// <summary>The number of files received at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    private protected override void End()
    {
        var options = new BackupOptions
        {
            EnvironmentId = RequiredEnvironment,
            Path = System.IO.Path.GetFullPath(new LocalPaths(SessionState.Path).Literal(Path)),
            Scope = FilesOnly ? BackupScope.Files : DocumentsOnly ? BackupScope.Documents : BackupScope.All,
            Prefixes = Prefix,
            Collections = Collection,
            MaxDelete = MaxDelete is null ? null : DeleteLimit.Parse(MaxDelete),
            ThrottleLimit = ThrottleLimit,
        };
        var backup = Connected.Engine.Backup;
        if (ShouldProcess(Describe(backup, options), Texts.Format("Backup.Action")))
        {
            var meter = ShowProgress(Texts.Format("Backup.Activity", options.EnvironmentId));
            WriteStream(token => backup.RunAsync(options, meter, token));
        }
    }

    private protected override void WriteResult(object? result)
    {
        if (result is WxCloudBackup { FinishedOn: null } plan)
        {
            _plan = plan;
        }
        else
        {
            base.WriteResult(result);
        }
    }

    /// <summary>What would be done, counted where the user sees it.</summary>
    private string Describe(EnvironmentBackup backup, BackupOptions options)
    {
        if (!IsPreview)
        {
            return Texts.Format("Backup.Target", options.EnvironmentId, options.Path);
        }

        WriteStream(token => backup.PlanAsync(options, token));
        return Texts.Format(
            "Backup.Counted", options.EnvironmentId, options.Path, _plan!.FilesReceived, _plan.BytesReceived, _plan.Files, _plan.FilesRemoved, _plan.Collections, _plan.Documents);
    }
}
