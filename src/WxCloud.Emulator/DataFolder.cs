using System;
using System.IO;
using System.Linq;

namespace WxCloud.Emulator;

/// <summary>The folder of one emulator, locked by a file for as long as the emulator runs; the system releases the lock when the process ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "wxcloud-emulator.lock";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    /// <exception cref="IOException">The folder cannot be written, is held by another emulator, or holds other files.</exception>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            ThrowIfForeign(path);
            return new DataFolder(path, Lock(path));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The emulator's data folder '{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>A folder in it, created if missing.</summary>
    public string FolderOf(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _lock.Dispose();

    /// <summary>Files that belong to no object are deleted at start, so the folder must hold nothing else.</summary>
    private static void ThrowIfForeign(string path)
    {
        if (!File.Exists(System.IO.Path.Combine(path, LockName)) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new IOException($"The folder '{path}' contains other files and is not a data folder of the emulator; name an empty folder.");
        }
    }

    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, LockName);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new DataFolderInUseException(path, e);
        }
    }
}

/// <summary>Another emulator that is running uses the data folder.</summary>
public sealed class DataFolderInUseException : IOException
{
    internal DataFolderInUseException(string path, Exception inner)
        : base($"The data folder '{path}' is in use by another emulator.", inner)
    {
    }
}
