using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Provider.Drives;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Copy;

namespace WxCloud.Cmdlets.Provider;

/// <content>Creates, copies, moves and deletes items, on the server.</content>
public sealed partial class WxCloudProvider
{
    /// <inheritdoc/>
    protected override object NewItemDynamicParameters(string path, string itemTypeName, object newItemValue) => new DriveParameters();

    /// <inheritdoc/>
    protected override object CopyItemDynamicParameters(string path, string destination, bool recurse)
    {
        ThrowIfElsewhere(path, destination);
        return new CopyParameters();
    }

    /// <inheritdoc/>
    protected override object MoveItemDynamicParameters(string path, string destination)
    {
        ThrowIfElsewhere(path, destination);
        return new DriveParameters();
    }

    /// <inheritdoc/>
    protected override object RenameItemDynamicParameters(string path, string newName) => new DriveParameters();

    /// <inheritdoc/>
    protected override object RemoveItemDynamicParameters(string path, bool recurse) => new DriveParameters();

    /// <inheritdoc/>
    protected override void NewItem(string path, string itemTypeName, object newItemValue)
    {
        var at = Locate(path);
        Guard(at, work =>
        {
            var isFolder = IsFolderType(itemTypeName, at);
            var there = at.IsRoot ? throw CommandErrors.DriveItemExists(at.Path, at.Path) : Find(at);
            var isInTheWay = isFolder ? there.File is not null || (there.Folder is not null && !Force) : there.Folder is not null || (there.File is not null && !Force);
            if (isInTheWay)
            {
                throw CommandErrors.DriveItemExists(at.Path, at.Path);
            }

            if (!ShouldProcess(at.Path, Texts.Format(isFolder ? "Drive.NewFolder" : "Drive.NewFile")))
            {
                return;
            }

            at.Drive.Cache.Remove(at.CloudPath);
            if (isFolder)
            {
                Write(at, there.Folder ?? work.Bridge.Run(token => at.Engine.Folders.CreateAsync(at.Drive.EnvironmentId, at.Folder, token)));
                return;
            }

            using var content = new ContentSpool();
            content.Write(BytesOf(newItemValue));
            Write(at, content.Send(at, work.Bridge));
        });
    }

    /// <inheritdoc/>
    protected override void CopyItem(string path, string copyPath, bool recurse) => Transfer(Locate(path), copyPath, recurse, isMove: false);

    /// <inheritdoc/>
    protected override void MoveItem(string path, string destination) => Transfer(Locate(path), destination, recurse: true, isMove: true);

    /// <inheritdoc/>
    protected override void RenameItem(string path, string newName)
    {
        var from = Locate(path);
        Guard(from, work =>
        {
            if (!DrivePath.CanCarry(newName))
            {
                throw CommandErrors.DriveNameInvalid(from.Path, newName);
            }

            ThrowIfRoot(from);
            var to = from.At(from.CloudPath.Remove(from.CloudPath.Length - from.Name.Length) + newName);
            if (Find(to).Exists)
            {
                throw CommandErrors.DriveItemExists(from.Path, to.Path);
            }

            if (ShouldProcess(Texts.Format("Copy.Target", from.Path, to.Path), Texts.Format("Drive.Rename")))
            {
                Copy(from, OneOf(from), to, new() { EnvironmentId = from.Drive.EnvironmentId, Move = true }, work.Bridge);
            }
        });
    }

    /// <inheritdoc/>
    protected override void RemoveItem(string path, bool recurse)
    {
        var at = Locate(path);
        Guard(at, work =>
        {
            ThrowIfRoot(at);
            var isFolder = OneOf(at).Folder is not null;
            if (isFolder && !recurse && work.Bridge.Run(token => at.Engine.Files.HasChildrenAsync(at.Drive.EnvironmentId, at.Folder, token)))
            {
                throw CommandErrors.DriveFolderNotEmpty(at.Path);
            }

            if (!ShouldProcess(at.Path, Texts.Format(isFolder ? "Drive.RemoveFolder" : "Drive.RemoveFile")))
            {
                return;
            }

            if (!isFolder)
            {
                at.Drive.Cache.Remove(at.CloudPath);
                work.Bridge.Run(async token =>
                {
                    await at.Engine.Folders.DeleteFileAsync(at.Drive.EnvironmentId, at.CloudPath, token).ConfigureAwait(false);
                    return true;
                });
                return;
            }

            at.Drive.Cache.Clear();
            foreach (var failed in Read(work.Bridge, token => at.Engine.Folders.DeleteAsync(at.Drive.EnvironmentId, at.Folder, token)))
            {
                WriteError(failed.Error!, at.At(failed.Item));
            }
        });
    }

    private void Transfer(DriveLocation from, string destination, bool recurse, bool isMove)
    {
        Guard(from, work =>
        {
            ThrowIfRoot(from);
            var source = OneOf(from);
            var to = TargetOf(from, destination);
            if (!from.SharesStorageWith(to))
            {
                throw CommandErrors.DriveOtherStorage(from.Path, to.Path);
            }

            // As in the file system: a copy replaces files, and a move does with -Force.
            if (isMove && !Force && Find(to).Exists)
            {
                throw CommandErrors.DriveItemExists(from.Path, to.Path);
            }

            var what = Texts.Format(isMove ? "Move.Action" : "Copy.Action");
            if (!ShouldProcess(Texts.Format("Copy.Target", from.Path, to.Path), what))
            {
                return;
            }

            if (source.Folder is not null && !recurse)
            {
                to.Drive.Cache.Remove(to.CloudPath);
                Write(to, work.Bridge.Run(token => to.Engine.Folders.CreateAsync(to.Drive.EnvironmentId, to.Folder, token)));
                return;
            }

            Copy(from, source, to, new() { EnvironmentId = to.Drive.EnvironmentId, Move = isMove, Force = !isMove || Force }, work.Bridge);
        });
    }

    private void Copy(DriveLocation from, StoredName source, DriveLocation to, CopyOptions options, PipelineBridge bridge)
    {
        from.Drive.Cache.Clear();
        to.Drive.Cache.Clear();
        var engine = to.Engine;
        var outcomes = source.File is not null
            ? Read(bridge, token => engine.Copier.CopyAsync(OneItem.Stream(new CopyItem(from.CloudPath, to.CloudPath)), options, token))
            : Read(bridge, token => engine.Folders.CopyAsync(from.Folder, to.Folder, options, token));
        foreach (var outcome in outcomes)
        {
            if (outcome.Error is { } error)
            {
                WriteError(error, from.At(outcome.Item));
            }
            else if (source.File is not null)
            {
                Write(to, outcome.Value!);
            }
        }

        if (source.File is null)
        {
            Write(to, bridge.Run(token => engine.Files.DescribeFolderAsync(to.Drive.EnvironmentId, to.Folder, token)));
        }
    }

    /// <summary>The target of a copy: below a folder that exists or that the path names as one, under its own name; else the path itself.</summary>
    private DriveLocation TargetOf(DriveLocation from, string destination)
    {
        var to = Locate(destination);
        return to.IsRoot || DrivePath.EndsWithSeparator(destination) || Find(to).Folder is not null ? to.Below(from.Name) : to;
    }

    /// <summary>The file or the folder of a path.</summary>
    /// <exception cref="WxCloudException">There is neither, or there are both, so that it is not clear which to change.</exception>
    private StoredName OneOf(DriveLocation at)
    {
        var found = Find(at);
        return !found.Exists ? throw CommandErrors.DriveItemMissing(at.Path)
            : found is { File: not null, Folder: not null } ? throw CommandErrors.DriveAmbiguous(at.Path)
            : found;
    }

    private static IEnumerable<Outcome<string, T>> Read<T>(PipelineBridge bridge, Func<CancellationToken, IAsyncEnumerable<Outcome<string, T>>> open) =>
        new PulledItems<Outcome<string, T>>(bridge, open).Read();

    private static void ThrowIfRoot(DriveLocation at)
    {
        if (at.IsRoot)
        {
            throw CommandErrors.DriveRoot(at.Path);
        }
    }

    /// <summary>PowerShell's own error for a destination outside the drive does not say what to use instead.</summary>
    private void ThrowIfElsewhere(string path, string? destination)
    {
        ProviderInfo provider;
        try
        {
            SessionState.Path.GetUnresolvedProviderPathFromPSPath(string.IsNullOrEmpty(destination) ? "." : destination, out provider, out _);
        }
        catch (SessionStateException)
        {
            // A drive that does not exist has an error of its own.
            return;
        }

        if (provider.ImplementingType != typeof(WxCloudProvider))
        {
            throw Terminating(CommandErrors.DriveLeft(path));
        }
    }

    private static bool IsFolderType(string? itemTypeName, DriveLocation at)
    {
        // As in the file system, the beginning of a type is enough.
        var type = string.IsNullOrEmpty(itemTypeName) ? "file" : itemTypeName!;
        return "file".StartsWith(type, StringComparison.OrdinalIgnoreCase) ? false
            : "directory".StartsWith(type, StringComparison.OrdinalIgnoreCase) || "container".StartsWith(type, StringComparison.OrdinalIgnoreCase) || type.Equals("folder", StringComparison.OrdinalIgnoreCase) ? true
            : throw CommandErrors.DriveItemType(at.Path, type);
    }

    private static byte[] BytesOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => [],
        byte[] bytes => bytes,
        var other => EncodingNameAttribute.Utf8.GetBytes(other.ToString() ?? string.Empty),
    };
}
