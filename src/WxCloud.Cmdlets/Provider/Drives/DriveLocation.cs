using System.Linq;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>A place on a drive.</summary>
/// <param name="Drive">The drive.</param>
/// <param name="CloudPath">The cloud path without a slash at its end; that of the drive's root may be empty.</param>
/// <param name="IsRoot">Whether it is the root of the drive, which always exists.</param>
internal sealed record DriveLocation(WxCloudDriveInfo Drive, string CloudPath, bool IsRoot)
{
    public Engine Engine => Drive.Connection.Engine;

    /// <summary>The path as a user of the drive writes it.</summary>
    public string Path { get; } = DrivePath.Join(DrivePath.Root(Drive.Name), CloudPath.Substring(System.Math.Min(Drive.Prefix.Length, CloudPath.Length)));

    /// <summary>The cloud path of the folder, with a slash at its end; empty for the root of the environment.</summary>
    public string Folder => CloudPath.Length == 0 ? string.Empty : CloudPath + "/";

    public string Name => Model.CloudPath.NameOf(CloudPath);

    public static DriveLocation Of(WxCloudDriveInfo drive, string path)
    {
        var names = DrivePath.NamesOf(path);
        return new(drive, (drive.Prefix + string.Join("/", names)).TrimEnd('/'), names.Count == 0);
    }

    /// <summary>The place of a stored item below the root of this drive.</summary>
    public DriveLocation At(string cloudPath) => new(Drive, cloudPath.EndsWith('/') ? cloudPath.Remove(cloudPath.Length - 1) : cloudPath, IsRoot: false);

    /// <summary>The place of a name below this one.</summary>
    public DriveLocation Below(string name) => new(Drive, Folder + name, IsRoot: false);

    /// <summary>Whether a file can be copied from one place to the other without leaving the storage.</summary>
    public bool SharesStorageWith(DriveLocation other) =>
        Drive.EnvironmentId == other.Drive.EnvironmentId && (ReferenceEquals(Drive.Connection, other.Drive.Connection) || Drive.Connection.Endpoint == other.Drive.Connection.Endpoint);

    /// <summary>Whether a path of PowerShell can express it: other tools store names such as <c>..</c> and names with backslashes.</summary>
    public bool CanBeNamed => CloudPath.Substring(System.Math.Min(Drive.Prefix.Length, CloudPath.Length)).Split('/').All(DrivePath.CanCarry);
}
