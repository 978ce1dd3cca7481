using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Storage.Buckets;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Lists files in cloud storage, page by page.</summary>
[Cmdlet(VerbsCommon.Get, "WxCloudFile", DefaultParameterSetName = ByPrefix)]
[OutputType(typeof(WxCloudFile))]
public sealed class GetWxCloudFileCommand : EnvironmentCommand
{
    private const string ByPrefix = "Prefix";
    private const string ByPath = "CloudPath";
    private const string ByFileId = "FileId";

    private IItemStream<string>? _fileIds;

    /// <summary>The beginning of the cloud paths, as plain text; else everything.</summary>
    [Parameter(Position = 0, ParameterSetName = ByPrefix)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string Prefix { get; set; } = string.Empty;

    /// <summary>The cloud paths of files and folders; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CloudPatternCompleter))]
    public string[] CloudPath { get; set; } = [];

    /// <summary>The fileIDs of the files to look up.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByFileId, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileIdText]
    [ArgumentCompleter(typeof(FileIdCompleter))]
    public string[] FileId { get; set; } = [];

    /// <summary>Lists the files of all folders below.</summary>
    [Parameter(ParameterSetName = ByPrefix)]
    [Parameter(ParameterSetName = ByPath)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Lists folders only.</summary>
    [Parameter(ParameterSetName = ByPrefix)]
    [Parameter(ParameterSetName = ByPath)]
    public SwitchParameter Directory { get; set; }

    /// <summary>Lists files only.</summary>
    [Parameter(ParameterSetName = ByPrefix)]
    [Parameter(ParameterSetName = ByPath)]
    public SwitchParameter File { get; set; }

    private protected override void Begin()
    {
        var environmentId = RequiredEnvironment;
        var stored = Connected.Engine.Stored;
        _fileIds = OpenStream<string, WxCloudFile>((names, cancellationToken) => stored.GetAsync(environmentId, names, cancellationToken));
    }

    private protected override void Process()
    {
        foreach (var fileId in FileId)
        {
            _fileIds!.Add(fileId);
        }

        if (ParameterSetName == ByPrefix)
        {
            List(new() { EnvironmentId = RequiredEnvironment, Prefix = Prefix, Recurse = Recurse, Kinds = Kinds });
        }

        foreach (var pattern in CloudPath)
        {
            try
            {
                List(new() { EnvironmentId = RequiredEnvironment, Pattern = pattern, Recurse = Recurse, Kinds = Kinds });
            }
            catch (WxCloudException e) when (!e.IsFatal)
            {
                WriteError(e.For(pattern));
            }
        }
    }

    private StoredKinds Kinds => (Directory.IsPresent, File.IsPresent) switch
    {
        (true, false) => StoredKinds.Folders,
        (false, true) => StoredKinds.Files,
        _ => StoredKinds.Both,
    };

    private void List(ListQuery query)
    {
        var files = Connected.Engine.Files;
        foreach (var file in new PulledItems<WxCloudFile>(Bridge, cancellationToken => files.ListAsync(query, cancellationToken)).Read())
        {
            WriteResult(file);
        }
    }
}
