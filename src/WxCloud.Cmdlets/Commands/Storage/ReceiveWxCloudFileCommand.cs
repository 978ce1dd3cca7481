using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Queue;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Receives files from cloud storage.</summary>
[Cmdlet(VerbsCommunications.Receive, "WxCloudFile", DefaultParameterSetName = ToFolder, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudDownload))]
public sealed class ReceiveWxCloudFileCommand : FileIdCommand
{
    private const string ToFolder = "Destination";
    private const string ToFile = "OutFile";

    private string _target = string.Empty;

    /// <summary>The folder that receives the files, each under its cloud path; made if it is missing.</summary>
    [Parameter(Position = 1, ParameterSetName = ToFolder)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>The local path of the one file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToFile)]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Puts all files into the folder itself, under their names alone.</summary>
    [Parameter(ParameterSetName = ToFolder)]
    public SwitchParameter Flatten { get; set; }

    /// <summary>Replaces local files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Skips local files of the same length; of another length they are an error, unless Force is given.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Downloads from the beginning instead of resuming.</summary>
    [Parameter]
    public SwitchParameter NoResume { get; set; }

    /// <summary>The shard whose files are transferred, such as 3/16; else all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ShardCompleter))]
    public WxCloudShard? Shard { get; set; }

    /// <summary>The number of files transferred at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    private protected override IItemStream<string> OpenStream()
    {
        _target = new LocalPaths(SessionState.Path).Literal(OutFile ?? Destination);
        var options = new DownloadOptions
        {
            EnvironmentId = RequiredEnvironment,
            Destination = OutFile is null ? _target : ".",
            OutFile = OutFile is null ? null : _target,
            Flatten = Flatten,
            Force = Force,
            SkipExisting = SkipExisting,
            NoResume = NoResume,
            ThrottleLimit = ThrottleLimit,
        };
        var downloader = Connected.Engine.Downloader;
        var meter = ShowProgress(Texts.Format("Receive.Activity"));
        return OpenStream<string, WxCloudDownload>((fileIds, cancellationToken) => downloader.ReceiveAsync(fileIds, options, meter, cancellationToken));
    }

    private protected override void Process()
    {
        if (OutFile is not null && FileId.Length > 1)
        {
            throw CommandErrors.SeveralForOutFile(_target);
        }

        base.Process();
    }

    private protected override bool IsApproved(string fileId) =>
        Shard?.ContainsFile(fileId) != false && ShouldProcess(Texts.Format("Receive.Target", fileId, _target), Texts.Format("Receive.Action"));
}
