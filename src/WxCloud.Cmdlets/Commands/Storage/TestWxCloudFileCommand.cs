using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Tests whether files exist in cloud storage.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WxCloudFile", DefaultParameterSetName = ByFileId)]
[OutputType(typeof(bool))]
public sealed class TestWxCloudFileCommand : EnvironmentCommand
{
    private const string ByPath = "CloudPath";
    private const string ByFileId = "FileId";

    private IItemStream<string>? _names;

    /// <summary>The fileIDs of the files.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByFileId, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileIdText]
    [ArgumentCompleter(typeof(FileIdCompleter))]
    public string[] FileId { get; set; } = [];

    /// <summary>The cloud paths of the files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string[] CloudPath { get; set; } = [];

    private protected override void Begin()
    {
        var environmentId = RequiredEnvironment;
        var stored = Connected.Engine.Stored;
        _names = OpenStream<string, bool>((names, cancellationToken) => stored.TestAsync(environmentId, names, cancellationToken));
    }

    private protected override void Process()
    {
        foreach (var name in ParameterSetName == ByFileId ? FileId : CloudPath)
        {
            _names!.Add(name);
        }
    }
}
