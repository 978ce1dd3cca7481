using System;
using System.ComponentModel;
using System.IO;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>The kind of entry at a local path.</summary>
internal enum LocalKind
{
    /// <summary>Nothing; a link that leads to nothing counts as that.</summary>
    Missing,

    /// <summary>An ordinary file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, device or socket.</summary>
    Other,
}

/// <summary>Looks at a path without opening it: opening a pipe would wait for its other end.</summary>
internal static class LocalEntry
{
    private const int NoEntry = 2;
    private const int NotAFolder = 20;

    /// <exception cref="WxCloudException">What is there cannot be reached; that it does not exist is not known.</exception>
    public static LocalKind KindOf(string path)
    {
        if (path.Contains('\0'))
        {
            return LocalKind.Missing;
        }

        return UnixStatus.TryRead(path, out var status) switch
        {
            null => ByAttributes(path),
            0 => KindOf(status),
            NoEntry or NotAFolder => LocalKind.Missing,
            { } error => throw Error.Unreadable(path, new Win32Exception(error)),
        };
    }

    /// <summary>What is under a path, links followed, and whether the path itself is a link. One call of the system where there is nothing.</summary>
    /// <exception cref="WxCloudException">What is there cannot be reached; that it does not exist is not known.</exception>
    public static (LocalKind Kind, bool IsLink) Look(string path)
    {
        // On ext4 testing a free name searches the whole folder, so it is done once.
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || path.Contains('\0') || UnixStatus.TryRead(path, followsLinks: false, out var status) is not { } error)
        {
            return (KindOf(path), IsLink(path));
        }

        var isLink = error == 0 && status.IsLink;
        return error is NoEntry or NotAFolder ? (LocalKind.Missing, false)
            : error == 0 && !isLink ? (KindOf(status), false)
            : (KindOf(path), isLink);
    }

    /// <summary>The error for a path that does not exist. .NET reads bytes that are not UTF-8 as U+FFFD, with which the file cannot be found.</summary>
    public static WxCloudException Missing(string path) => path.Contains('\uFFFD') ? Error.NameNotUtf8(path) : Error.FileNotFound(path);

    private static LocalKind KindOf(UnixStatus status) => status.IsFolder ? LocalKind.Folder : status.IsOrdinaryFile ? LocalKind.File : LocalKind.Other;

    private static bool IsLink(string path)
    {
#if NET
        try
        {
            return new FileInfo(path).LinkTarget is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
#else
        return false;
#endif
    }

    /// <summary>The path without links in any of its parts, as far as these can be read. On .NET Framework, the full path.</summary>
    public static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
#if NET
        var root = Path.GetPathRoot(full)!;
        var real = root;
        foreach (var part in full.Substring(root.Length).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = TargetOf(next) is { } target ? RealPath(target) : next;
        }

        return real;

        static string? TargetOf(string path)
        {
            try
            {
                return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
#else
        return full;
#endif
    }

    private static LocalKind ByAttributes(string path)
    {
        try
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.Directory) ? LocalKind.Folder : LocalKind.File;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return LocalKind.Missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Error.Unreadable(path, e);
        }
    }
}
