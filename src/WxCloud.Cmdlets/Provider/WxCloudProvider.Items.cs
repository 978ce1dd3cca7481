using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Provider.Drives;
using WxCloud.Storage.Buckets;

namespace WxCloud.Cmdlets.Provider;

/// <content>Tests, lists and gets items.</content>
public sealed partial class WxCloudProvider
{
    /// <summary>The type name in front of that of a file, by which a listing of a drive gets its view.</summary>
    private const string ItemTypeName = "WxCloud.WxCloudDriveItem";

    /// <inheritdoc/>
    protected override object ItemExistsDynamicParameters(string path) => new TestParameters();

    /// <inheritdoc/>
    protected override object GetItemDynamicParameters(string path) => new ItemParameters();

    /// <inheritdoc/>
    protected override object GetChildItemsDynamicParameters(string path, bool recurse) => new ChildItemParameters();

    /// <inheritdoc/>
    protected override object GetChildNamesDynamicParameters(string path) => new ChildItemParameters();

    /// <inheritdoc/>
    protected override bool ItemExists(string path)
    {
        var at = Locate(path);
        if (Command.IsCopy && CopyStatement.Find(SessionState)?.IsToFileSystem == true)
        {
            WriteError(CommandErrors.DriveLeft(at.Path), at);
            return true;
        }

        if (at.IsRoot || Command.IsListing)
        {
            return true;
        }

        // PowerShell treats an exception here as an item that does not exist. Only Test-Path has no later call that could report the error.
        var result = FindResult(at);
        if (result.Error is { } error && Command.IsTest)
        {
            WriteError(error, at);
            return false;
        }

        return result.Error is not null || result.Name.Exists;
    }

    /// <inheritdoc/>
    protected override bool IsItemContainer(string path)
    {
        var at = Locate(path);
        var isListedNext = Command.IsListing && !HasPatterns && at.Drive.Cache.Find(at.CloudPath, Command) is null;
        return at.IsRoot || isListedNext || Find(at).Folder is not null;
    }

    /// <inheritdoc/>
    protected override bool HasChildItems(string path)
    {
        var at = Locate(path);
        return (at.IsRoot || Find(at).Folder is not null)
            && Request(at, token => at.Engine.Files.HasChildrenAsync(at.Drive.EnvironmentId, at.Folder, token));
    }

    /// <inheritdoc/>
    protected override void GetItem(string path)
    {
        var at = Locate(path);
        Guard(at, work =>
        {
            if (at.IsRoot)
            {
                Write(at, work.Bridge.Run(token => at.Engine.Files.DescribeFolderAsync(at.Drive.EnvironmentId, at.Folder, token)));
                return;
            }

            Write(at, Find(at), work);
        });
    }

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse) => GetChildItems(path, recurse, recurse ? uint.MaxValue : 0);

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse, uint depth)
    {
        var at = Locate(path);
        var shown = new ChildFilter(Command, Filter);
        Guard(at, work =>
        {
            var listing = new DriveListing(at, work.Bridge);
            foreach (var child in listing.Read(recurse, depth))
            {
                at.Drive.Cache.AddListed(child.Place.CloudPath, child.File, Command);
                if (shown.Shows(child))
                {
                    Write(child.Place, child.File);
                }
            }

            if (!listing.HasRows)
            {
                WriteItself(at, work);
            }

            WarnOfUnnamed(at, listing);
        });
    }

    /// <inheritdoc/>
    protected override void GetChildNames(string path, ReturnContainers returnContainers)
    {
        var at = Locate(path);
        var shown = new ChildFilter(Command, Filter);
        Guard(at, work =>
        {
            var listing = new DriveListing(at, work.Bridge);
            foreach (var child in listing.Read(recurse: false, depth: 0))
            {
                at.Drive.Cache.AddListed(child.Place.CloudPath, child.File, Command);
                if (shown.Shows(child) || (child.File.IsFolder && returnContainers == ReturnContainers.ReturnAllContainers))
                {
                    WriteItemObject(child.Place.Name, child.Place.Path, child.File.IsFolder);
                }
            }

            if (!listing.HasRows && Command.IsListing && !at.IsRoot && Find(at) is { Folder: null } found)
            {
                if (found.File is null)
                {
                    throw CommandErrors.DriveItemMissing(at.Path);
                }

                WriteItemObject(at.Name, at.Path, isContainer: false);
            }

            WarnOfUnnamed(at, listing);
        });
    }

    private bool HasPatterns => Include is { Count: > 0 } || Exclude is { Count: > 0 };

    /// <summary>Get-ChildItem of a file emits the file. Whether the path is one was not requested before.</summary>
    private void WriteItself(DriveLocation at, DriveWork work)
    {
        if (!at.IsRoot && Find(at) is { Folder: null } found)
        {
            Write(at, found, work);
        }
    }

    private void Write(DriveLocation at, StoredName found, DriveWork work)
    {
        if (!found.Exists)
        {
            throw CommandErrors.DriveItemMissing(at.Path);
        }

        var shown = new ChildFilter(Command, filter: null);
        if (found.Folder is { } folder && shown.Shows(folder))
        {
            Write(at, folder);
        }

        if (found.File is { } file && shown.Shows(file))
        {
            Write(at, Command.IsGetItem ? work.Bridge.Run(token => DescribeAsync(at, file, token)) : file);
        }
    }

    private void Write(DriveLocation at, WxCloudFile file)
    {
        var item = new PSObject(file);
        item.TypeNames.Insert(0, ItemTypeName);
        WriteItemObject(item, at.Path, file.IsFolder);
    }

    /// <summary>Adds what a listing does not contain: the content type and the checksum.</summary>
    private static async Task<WxCloudFile> DescribeAsync(DriveLocation at, WxCloudFile file, CancellationToken cancellationToken)
    {
        await foreach (var found in at.Engine.Stored.GetAsync(at.Drive.EnvironmentId, OneItem.Stream(file.FileId), cancellationToken).ConfigureAwait(false))
        {
            return found.Require();
        }

        return file;
    }

    private void WarnOfUnnamed(DriveLocation at, DriveListing listing)
    {
        if (listing.UnnamedCount > 0)
        {
            WriteWarning(Texts.Format("Drive.Unnamed", at.Path, listing.UnnamedCount));
        }
    }
}
