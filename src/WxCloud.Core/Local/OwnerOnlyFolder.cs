using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>
/// A folder of small files that hold secrets and are for their owner alone: sealed with DPAPI on Windows, mode 0600 in a
/// folder of mode 0700 elsewhere. What another user could have written is not read.
/// </summary>
/// <remarks>.NET Framework has no Unix modes; its edition stores secrets on Windows only (<see cref="IsSupported"/>).</remarks>
internal sealed class OwnerOnlyFolder(string path)
{
    private const int MaxFileBytes = 64 * 1024;

    /// <summary>Whether this edition can keep a secret on this system at all.</summary>
    public static bool IsSupported =>
#if NET
        true;
#else
        OperatingSystem.IsWindows();
#endif

    public string Path { get; } = path;

    /// <summary>Makes the folder when it is missing and makes sure that it is the user's own.</summary>
    /// <exception cref="WxCloudException">It cannot be made, or others may write it.</exception>
    public void Prepare()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Path);
                return;
            }

            PrepareByMode();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Error.FolderUnusable(Path, e);
        }
    }

    /// <summary>What a file holds; <see langword="null"/> when it is missing, damaged, or not certainly the user's own.</summary>
    /// <exception cref="WxCloudException">The folder is not the user's own.</exception>
    public byte[]? Read(string name)
    {
        if (!File.Exists(At(name)))
        {
            return null;
        }

        Prepare();
        try
        {
            using var file = new FileStream(At(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return IsOwnersAlone(file) && file.Length <= MaxFileBytes ? Unseal(ReadAll(file)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Puts a file in the place of the one before, in one step. Several processes may do so at once.</summary>
    /// <exception cref="WxCloudException">It cannot be written.</exception>
    public void Write(string name, byte[] content)
    {
        Prepare();
        try
        {
            WholeFile.Write(At(name), Seal(content), static path => Open(path, FileMode.CreateNew));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FolderUnusable(Path, e);
        }
    }

    /// <summary>Removes a file, if it is there.</summary>
    /// <exception cref="WxCloudException">It cannot be removed.</exception>
    public void Delete(string name)
    {
        try
        {
            if (File.Exists(At(name)))
            {
                File.Delete(At(name));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FolderUnusable(Path, e);
        }
    }

    /// <summary>Whether there is a file of this name.</summary>
    public bool Contains(string name) => File.Exists(At(name));

    /// <summary>Removes files that were last written, or locked for the first time, before a moment.</summary>
    /// <exception cref="WxCloudException">One cannot be removed.</exception>
    public void DeleteOlder(string extension, DateTimeOffset limit)
    {
        foreach (var name in Names(extension))
        {
            if (File.GetLastWriteTimeUtc(At(name)) < limit.UtcDateTime)
            {
                Delete(name);
            }
        }
    }

    /// <summary>The names of the files that end so.</summary>
    public IReadOnlyList<string> Names(string extension) =>
        Directory.Exists(Path)
            ? [.. Directory.EnumerateFiles(Path, "*" + extension).Select(static file => System.IO.Path.GetFileName(file)).OrderBy(static name => name, StringComparer.Ordinal)]
            : [];

    /// <summary>
    /// Takes a lock that every program of the user respects and that ends with the process that holds it, however it ends.
    /// The file stays: removing it would let two hold it.
    /// </summary>
    /// <returns>The lock, or <see langword="null"/> while another process holds it.</returns>
    /// <exception cref="WxCloudException">There can be no lock here.</exception>
    public IDisposable? TryLock(string name)
    {
        Prepare();
        try
        {
            return Open(At(name), FileMode.OpenOrCreate);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.FolderUnusable(Path, e);
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows, EWOULDBLOCK on Linux and macOS.</summary>
    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35;

    private static byte[] ReadAll(FileStream file)
    {
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Seal(byte[] content) =>
        OperatingSystem.IsWindows() ? ProtectedData.Protect(content, optionalEntropy: null, DataProtectionScope.CurrentUser) : content;

    private static byte[] Unseal(byte[] content) =>
        OperatingSystem.IsWindows() ? ProtectedData.Unprotect(content, optionalEntropy: null, DataProtectionScope.CurrentUser) : content;

#if NET
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private void PrepareByMode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Made with its mode, so that there is no moment in which others can enter.
        Directory.CreateDirectory(Path, OwnerFolder);
        var mode = File.GetUnixFileMode(Path);
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != UnixFileMode.None)
        {
            throw Error.FolderNotOwned(Path);
        }

        try
        {
            // Only the owner may set a mode, be it the one that is there.
            File.SetUnixFileMode(Path, mode);
        }
        catch (UnauthorizedAccessException)
        {
            throw Error.FolderNotOwned(Path);
        }
    }

    private static bool IsOwnersAlone(FileStream file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnerFile) == UnixFileMode.None;

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new(path, options);
    }
#else
    private static void PrepareByMode() => throw new PlatformNotSupportedException();

    private static bool IsOwnersAlone(FileStream file) => file.CanRead && OperatingSystem.IsWindows();

    private static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None);
#endif
}
