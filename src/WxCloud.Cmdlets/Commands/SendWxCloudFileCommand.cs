using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Upload;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Sends local files to cloud storage.</summary>
[Cmdlet(VerbsCommunications.Send, "WxCloudFile", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudFile))]
public sealed class SendWxCloudFileCommand : EnvironmentCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private LocalPaths? _paths;
    private UploadPlan? _plan;
    private IItemStream<Outcome<string, UploadItem>>? _files;

    /// <summary>The files and folders to send; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true)]
    [PathText]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files and folders to send, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("LocalPath", "FullName", "PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The cloud path of the one file; a script block sees the piped item as <c>$_</c>.</summary>
    [Parameter(Position = 1, ParameterSetName = ByPath)]
    [Parameter(ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? CloudPath { get; set; }

    /// <summary>The cloud folder that the files go to.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>Sends folders with all that is in them.</summary>
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

    /// <summary>Leaves files alone of which the cloud has one with the same name and length.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Proves each upload by reading the file's head through its fileID.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>The number of files transferred at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    private protected override void Begin()
    {
        _paths = new(SessionState.Path);
        _plan = new(new()
        {
            Prefix = Prefix,
            Recurse = Recurse,
            RelativeTo = RelativeTo is null ? null : _paths.Literal(RelativeTo),
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
        foreach (var given in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            foreach (var file in Plan(given))
            {
                Send(file);
            }
        }
    }

    private IEnumerable<Outcome<string, UploadItem>> Plan(string given)
    {
        try
        {
            if (given.Length == 0)
            {
                throw Error.PathEmpty();
            }

            var paths = ParameterSetName == ByPath ? _paths!.Resolve(given) : [_paths!.Literal(given)];
            return CloudPath is null ? paths.SelectMany(_plan!.Expand)
                : paths.Count == 1 ? [_plan!.Plan(paths[0], CloudPath)]
                : throw CommandErrors.SeveralForOne(CloudPath, paths.Count);
        }
        catch (WxCloudException e)
        {
            return [new(given, e)];
        }
    }

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
