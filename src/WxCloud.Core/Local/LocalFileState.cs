using System;
using System.IO;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>By what a file is recognised as the one that was looked at before.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="LastWriteTime">When it was last written.</param>
internal readonly record struct LocalFileState(long Length, DateTimeOffset LastWriteTime)
{
    /// <summary>The state of what a path leads to, links followed; <see langword="null"/> when there is no file.</summary>
    /// <exception cref="WxCloudException">It cannot be looked at.</exception>
    public static LocalFileState? Read(string path)
    {
        try
        {
            var file = Follow(path);
            return file.Exists ? new(file.Length, new(file.LastWriteTimeUtc)) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Error.Unreadable(path, e);
        }
    }

    /// <summary>Gives what a path leads to, links followed, a time.</summary>
    /// <exception cref="WxCloudException">The disk refuses it.</exception>
    public static void SetLastWriteTime(string path, DateTimeOffset time)
    {
        try
        {
            Follow(path).LastWriteTimeUtc = time.UtcDateTime;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.Unwritable(path, e);
        }
    }

    private static FileInfo Follow(string path)
    {
        var file = new FileInfo(path);
#if NET
        if (file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
#endif
        return file;
    }
}
