using System.Management.Automation;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that streams fileIDs through the engine.</summary>
public abstract class FileIdCommand : EnvironmentCommand
{
    private IItemStream<string>? _fileIds;

    private protected FileIdCommand()
    {
    }

    /// <summary>The fileIDs of the files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FileIdText]
    [ArgumentCompleter(typeof(FileIdCompleter))]
    public string[] FileId { get; set; } = [];

    /// <summary>Opens the stream that takes the fileIDs.</summary>
    private protected abstract IItemStream<string> OpenStream();

    /// <summary>Whether the user lets this file be worked on.</summary>
    private protected virtual bool IsApproved(string fileId) => true;

    private protected sealed override void Begin() => _fileIds = OpenStream();

    private protected override void Process()
    {
        foreach (var fileId in FileId)
        {
            if (IsApproved(fileId))
            {
                _fileIds!.Add(fileId);
            }
        }
    }
}
