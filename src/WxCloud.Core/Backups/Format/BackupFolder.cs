using System;
using System.IO;
using System.Linq;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Transfers.Download;

namespace WxCloud.Backups.Format;

/// <summary>
/// The folder of a backup: <c>manifest.json</c>, <c>files.jsonl</c> with one line for each file, the files below <c>files</c> under
/// their cloud paths, and the documents of each collection below <c>collections</c>.
/// </summary>
/// <param name="path">The full path.</param>
internal sealed class BackupFolder(string path)
{
    public const string ManifestName = "manifest.json";
    public const string FileListName = "files.jsonl";

    /// <summary>The types of received files, until the list of files has them.</summary>
    public const string TypeListName = "types.jsonl";

    private const string LockName = ".lock";

    private readonly LocalNames _names = new(OperatingSystem.IsWindows());
    private string _lastFolder = string.Empty;

    public string Path { get; } = path;

    public string ManifestPath { get; } = System.IO.Path.Combine(path, ManifestName);

    public string FileListPath { get; } = System.IO.Path.Combine(path, FileListName);

    public string TypeListPath { get; } = System.IO.Path.Combine(path, TypeListName);

    public string FilesPath { get; } = System.IO.Path.Combine(path, "files");

    public string CollectionsPath { get; } = System.IO.Path.Combine(path, "collections");

    /// <summary>Creates the folder, or verifies that it is a backup.</summary>
    /// <exception cref="WxCloudException">It is a file, holds something else, or cannot be written.</exception>
    public void Prepare()
    {
        switch (LocalEntry.KindOf(Path))
        {
            case LocalKind.Folder when !File.Exists(ManifestPath) && !Directory.EnumerateFileSystemEntries(Path).All(IsFromBeginning):
                throw Error.BackupFolderNotEmpty(Path);
            case LocalKind.File or LocalKind.Other:
                throw Error.NotAFolder(Path);
        }

        try
        {
            Directory.CreateDirectory(FilesPath);
            Directory.CreateDirectory(CollectionsPath);
        }
        catch (Exception e) when (DiskFailure.Describe(Path, e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>Keeps other backups out of the folder until it is disposed. The file of the lock stays: removing it would let two hold it.</summary>
    /// <exception cref="WxCloudException">Another backup is running in the folder.</exception>
    public IDisposable Lock()
    {
        try
        {
            return DiskFailure.TryLock(System.IO.Path.Combine(Path, LockName), out var stream) ? stream : throw Error.BackupInUse(Path);
        }
        catch (Exception e) when (DiskFailure.Describe(Path, e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>The local path of a file. The cloud path may come from a manifest that was tampered with.</summary>
    /// <exception cref="WxCloudException">The path leads out of the folder, or cannot be that of a file.</exception>
    public string FileOf(string cloudPath) => System.IO.Path.Combine(FilesPath, _names.PathOf(cloudPath, cloudPath));

    /// <summary>The local path of the documents of a collection.</summary>
    /// <inheritdoc cref="FileOf"/>
    public string CollectionOf(CollectionEntry collection) =>
        collection.File.IndexOfAny(['/', '\\']) < 0 ? System.IO.Path.Combine(CollectionsPath, _names.PathOf(collection.File, collection.File)) : throw Error.OutsideDestination(collection.File);

    /// <summary>Whether a path below the folder goes through a link, which could lead to any file of the user.</summary>
    /// <exception cref="WxCloudException">The path cannot be read.</exception>
    public bool IsLink(string localPath)
    {
        if (IsLinkItself(localPath))
        {
            return true;
        }

        // Files come folder by folder, so only a new folder has to be tested.
        var folder = System.IO.Path.GetDirectoryName(localPath)!;
        for (var at = folder; at.Length > FilesPath.Length && at != _lastFolder; at = System.IO.Path.GetDirectoryName(at)!)
        {
            if (IsLinkItself(at))
            {
                return true;
            }
        }

        _lastFolder = folder;
        return false;
    }

    /// <summary>Whether an entry of the folder is there since a backup ended before its first manifest.</summary>
    private bool IsFromBeginning(string entry) => System.IO.Path.GetFileName(entry) switch
    {
        LockName or ManifestName + LineFileWriter.UnfinishedExtension => true,
        _ when entry == FilesPath || entry == CollectionsPath => Directory.Exists(entry) && !IsLinkItself(entry) && !Directory.EnumerateFileSystemEntries(entry).Any(),
        _ => false,
    };

    private static bool IsLinkItself(string path)
    {
        try
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Error.Unreadable(path, e);
        }
    }
}
