using System;
using System.IO;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Progress;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that imports or exports a collection by a job of the service.</summary>
public abstract class MigrationCommand : CollectionCommand
{
    private const int ProgressId = 0x5D_B10B;

    private protected MigrationCommand()
    {
    }

    /// <summary>The form of the file; else by its extension: CSV for .csv, JSON Lines for all others.</summary>
    [Parameter]
    public WxMigrationFileType FileType { get; set; }

    /// <summary>Emits the started job instead of waiting for its end.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected WxMigrationFileType TypeOf(string path) =>
        MyInvocation.BoundParameters.ContainsKey(nameof(FileType)) ? FileType
        : string.Equals(Path.GetExtension(path), ".csv", StringComparison.OrdinalIgnoreCase) ? WxMigrationFileType.Csv
        : WxMigrationFileType.Json;

    /// <summary>From any thread: shows the progress of the job.</summary>
    private protected void Report(WxCloudMigration job) => Bridge.Offer(() => WriteProgress(ProgressText.For(Host).Fit(new(
        ProgressId, Texts.Format("Migration.Activity", Collection), Texts.Format("Migration.Status", job.Succeeded, job.Failed)))));

    private protected void Emit(WxCloudMigration job)
    {
        if (!NoWait)
        {
            WriteProgress(new(ProgressId, Texts.Format("Migration.Activity", Collection), " ") { RecordType = ProgressRecordType.Completed });
        }

        if (job.Failed > 0)
        {
            WriteWarning(Texts.Format("Migration.SomeFailed", job.Failed, job.Message));
        }

        WriteObject(job);
    }
}
