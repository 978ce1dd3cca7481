using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>A drive of the cloud storage of one environment, seen through one connection.</summary>
[SuppressMessage("Design", "MA0097", Justification = "PowerShell compares its drives by their names.")]
public sealed class WxCloudDriveInfo : PSDriveInfo
{
    internal WxCloudDriveInfo(string name, ProviderInfo provider, string? description, WxCloudConnection connection, string environmentId, string prefix)
        : base(name, provider, DrivePath.Root(name), description, credential: null, displayRoot: $"cloud://{environmentId}/{prefix}")
    {
        Connection = connection;
        EnvironmentId = environmentId;
        Prefix = prefix;
    }

    /// <summary>The connection that it uses.</summary>
    public WxCloudConnection Connection { get; }

    /// <summary>The cloud environment whose storage it shows.</summary>
    public string EnvironmentId { get; }

    /// <summary>The cloud folder that is its root, with a slash at its end; empty for all of the storage.</summary>
    public string Prefix { get; }

    internal NameCache Cache { get; } = new();
}
