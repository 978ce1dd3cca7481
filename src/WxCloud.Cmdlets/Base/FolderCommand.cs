using System.Collections.Generic;
using System.Management.Automation;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Completion;
using WxCloud.Model;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that compares a local folder with one in cloud storage.</summary>
public abstract class FolderCommand : EnvironmentCommand
{
    private protected const string ByFolder = "Folder";

    private protected FolderCommand()
    {
    }

    /// <summary>The local folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByFolder)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>The cloud folder; else the root.</summary>
    [Parameter(Position = 1, ParameterSetName = ByFolder)]
    [ArgumentCompleter(typeof(CloudPathCompleter))]
    public string? Prefix { get; set; }

    /// <summary>Which side becomes like the other.</summary>
    [Parameter(ParameterSetName = ByFolder)]
    public WxCloudSyncDirection Direction { get; set; }

    /// <summary>Deletes files that only the target has.</summary>
    [Parameter(ParameterSetName = ByFolder)]
    public SwitchParameter Delete { get; set; }

    /// <summary>Allows deletion when the cloud folder is the root.</summary>
    [Parameter(ParameterSetName = ByFolder)]
    public SwitchParameter AllowRoot { get; set; }

    /// <summary>Patterns of the paths below the folder that take part.</summary>
    [Parameter(ParameterSetName = ByFolder)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Include { get; set; } = [];

    /// <summary>Patterns of the paths below the folder that take no part.</summary>
    [Parameter(ParameterSetName = ByFolder)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>How two files of one name are compared.</summary>
    [Parameter(ParameterSetName = ByFolder)]
    public WxCloudCompareBy CompareBy { get; set; }

    /// <summary>The shard whose files are handled, such as 3/16; else all.</summary>
    [Parameter(ParameterSetName = ByFolder)]
    [ArgumentCompleter(typeof(ShardCompleter))]
    public WxCloudShard? Shard { get; set; }

    /// <summary>The number of files handled at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    private protected SyncOptions ReadOptions() => new()
    {
        EnvironmentId = RequiredEnvironment,
        Folder = System.IO.Path.GetFullPath(new LocalPaths(SessionState.Path).Literal(Path)),
        Prefix = Prefix,
        Direction = Direction,
        Delete = Delete,
        AllowRoot = AllowRoot,
        Include = Include,
        Exclude = Exclude,
        CompareBy = CompareBy,
        Shard = Shard,
        ThrottleLimit = ThrottleLimit,
    };

    /// <summary>The plan, as it is found out.</summary>
    private protected IEnumerable<Outcome<string, WxCloudSyncAction>> Compare(SyncOptions options)
    {
        var comparer = Connected.Engine.Comparer;
        return new PulledItems<Outcome<string, WxCloudSyncAction>>(Bridge, cancellationToken => comparer.CompareAsync(options, cancellationToken)).Read();
    }
}
