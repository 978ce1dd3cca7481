using System;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Provider.Drives;

namespace WxCloud.Cmdlets.Provider;

/// <summary>The drives of cloud storage in a session.</summary>
internal sealed class SessionDrives(SessionState session)
{
    /// <summary>The drive that Connect-WxCloud makes.</summary>
    public const string DefaultName = "wx";

    private const string Scope = "global";

    /// <summary>Makes the drive <c>wx:</c> of a connection. One of an earlier connection is replaced, as the default connection is.</summary>
    /// <exception cref="WxCloudException">The connection names no environment, or another provider has a drive of this name.</exception>
    public void Mount(WxCloudConnection connection)
    {
        var environmentId = connection.RequireEnvironment(environmentId: null);
        switch (session.Drive.GetAll().FirstOrDefault(static drive => drive.Name.Equals(DefaultName, StringComparison.OrdinalIgnoreCase)))
        {
            case null:
                break;
            case WxCloudDriveInfo old:
                Remove(old);
                break;
            case var other:
                throw CommandErrors.DriveNameTaken(DefaultName, other.Provider.Name);
        }

        var provider = session.Provider.GetAll().First(static known => known.ImplementingType == typeof(WxCloudProvider));
        session.Drive.New(new WxCloudDriveInfo(DefaultName, provider, description: connection.Name, connection, environmentId, prefix: string.Empty), Scope);
    }

    /// <summary>Removes the drives of a connection that is closed.</summary>
    public void Unmount(WxCloudConnection connection)
    {
        foreach (var drive in session.Drive.GetAll().OfType<WxCloudDriveInfo>().Where(drive => ReferenceEquals(drive.Connection, connection)).ToList())
        {
            Remove(drive);
        }
    }

    private void Remove(WxCloudDriveInfo drive)
    {
        // The current location must not be on a drive that no longer exists.
        if (session.Path.CurrentLocation.Drive is { } current && current.Name.Equals(drive.Name, StringComparison.OrdinalIgnoreCase))
        {
            session.Path.SetLocation(session.Path.CurrentFileSystemLocation.Path);
        }

        session.Drive.Remove(drive.Name, force: true, scope: null);
    }
}
