using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Upload;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Sends local files to cloud storage.</summary>
[Cmdlet(VerbsCommunications.Send, "WxCloudFile", SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudFile))]
public sealed class SendWxCloudFileCommand : EnvironmentCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private LocalPaths? _paths;
    private UploadPlan? _plan;
    private IItemStream<Outcome<string, UploadItem>>? _files;
    private bool _isOneFile;
    private Outcome<string, UploadItem>? _oneFile;

    /// <summary>The files and folders to send; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PathText]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files and folders to send, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [Alias("LocalPath", "FullName", "PSPath")]
    public string?[]? LiteralPath { get; set; } = [];

    /// <summary>The cloud path of the one file; a script block sees the piped item as <c>$_</c>.</summary>
    [Parameter(Position = 1, ParameterSetName = ByPath, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string? CloudPath { get; set; }

    /// <summary>The cloud folder that the files go to.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string? Prefix { get; set; }

    /// <summary>Sends folders with everything in them.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The folder below which the files keep their folders.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RelativeTo { get; set; }

    /// <summary>The content type of all files; else that of each extension.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    public string? ContentType { get; set; }

    /// <summary>Skips files already stored with the same name and length.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Verifies each upload by asking for the file through its fileID.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>The shard whose files are transferred, such as 3/16; else all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ShardCompleter))]
    public WxCloudShard? Shard { get; set; }

    /// <summary>The number of files transferred at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    private protected override void Begin()
    {
        _paths = new(SessionState.Path);

        // A script block, or a property of each item, is bound later.
        _isOneFile = CloudPath is not null;
        _plan = new(new()
        {
            Prefix = Prefix,
            Recurse = Recurse,
            RelativeTo = RelativeTo is null ? null : _paths.Literal(RelativeTo),
            Shard = Shard,
            ContentType = ContentType,
        }, Connected.Engine.Log);
        var options = new UploadOptions
        {
            EnvironmentId = RequiredEnvironment,
            SkipExisting = SkipExisting,
            Verify = Verify,
            ThrottleLimit = ThrottleLimit,
        };
        var uploader = Connected.Engine.Uploader;
        var meter = ShowProgress(Texts.Format("Send.Activity"));
        _files = OpenStream<Outcome<string, UploadItem>, WxCloudFile>((items, cancellationToken) =>
            uploader.SendAsync(items, options, meter, cancellationToken));
    }

    private protected override void Process()
    {
        foreach (var given in ParameterSetName == ByPath ? Path : LiteralPath ?? [null])
        {
            if (given is null)
            {
                // A stored file has the property too, but it is set only when the same session has sent it.
                WriteError(CommandErrors.NoLocalFile(CloudPath));
                continue;
            }

            foreach (var file in Plan(given))
            {
                if (_isOneFile)
                {
                    Hold(file);
                }
                else
                {
                    Send(file);
                }
            }
        }
    }

    private protected override void End()
    {
        if (_oneFile is not null)
        {
            Send(_oneFile);
        }
    }

    private IEnumerable<Outcome<string, UploadItem>> Plan(string given)
    {
        var items = _paths!.Find(given, ParameterSetName == ByLiteralPath);
        return CloudPath is null ? items.SelectMany(Expand)
            : items.Count == 1 || _isOneFile ? items.SelectMany(PlanOne)
            : [new(given, CommandErrors.SeveralForOne(CloudPath))];
    }

    private IEnumerable<Outcome<string, UploadItem>> Expand(Outcome<string, LocalItem> item)
    {
        if (item.Error is { } error)
        {
            return [new(item.Item, error)];
        }

        var (path, isMatch) = item.Value;
        return (isMatch ? _plan!.ExpandMatch(path) : _plan!.Expand(path)).Select(file => file.Item == path ? AsGiven(file, item.Item) : file);
    }

    private IEnumerable<Outcome<string, UploadItem>> PlanOne(Outcome<string, LocalItem> item) =>
        item.Error is { } error ? [new(item.Item, error)]
            : _plan!.Plan(item.Value.FullPath, CloudPath!) is { } file ? [AsGiven(file, item.Item)]
            : [];

    /// <summary>Results and errors name the item as the user gave it.</summary>
    private static Outcome<string, UploadItem> AsGiven(Outcome<string, UploadItem> file, string item) =>
        file.Error is { } error ? new(item, error) : new(item, file.Value!);

    /// <summary>Nothing is sent under a cloud path for one file before it is known that there is only one.</summary>
    private void Hold(Outcome<string, UploadItem> file) =>
        _oneFile = _oneFile is null ? file : throw CommandErrors.SeveralForOne(CloudPath!);

    private void Send(Outcome<string, UploadItem> file)
    {
        if (file.Error is { } error)
        {
            WriteError(error);
        }
        else if (ShouldProcess(Texts.Format("Send.Target", file.Value!.LocalPath, file.Value.CloudPath, RequiredEnvironment), Texts.Format("Send.Action")))
        {
            _files!.Add(file);
        }
    }
}
