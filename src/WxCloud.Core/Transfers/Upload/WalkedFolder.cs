using System;
using System.IO;
using WxCloud.Errors;
using WxCloud.Http;
#if NET
using WxCloud.Local;
#endif

namespace WxCloud.Transfers.Upload;

/// <summary>A folder on the way of a walk.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Name">Its path as the walk names it, with a slash at its end; empty for one that gives its files no folder.</param>
/// <param name="Root">The root that it was reached from.</param>
internal sealed record WalkedFolder(string Path, string Name, WalkRoot Root)
{
    /// <summary>
    /// The folder to walk; <see langword="null"/> for a link that must not be followed, which is warned of. One that leads into a
    /// folder that is being walked, or to one around it, would give files twice or without end.
    /// </summary>
    /// <param name="path">The path of a folder, or of a link to one, in this folder.</param>
    /// <param name="entry">What is there.</param>
    /// <param name="log">Gets the warning.</param>
    public WalkedFolder? Enter(string path, FileSystemInfo entry, EngineLog? log)
    {
        var name = Name + entry.Name + "/";
#if NET
        if (entry.LinkTarget is null)
        {
            return new(path, name, Root);
        }

        var real = LocalEntry.RealPath(path);
        if (!Root.Overlaps(real))
        {
            return new(path, name, new(real, Root));
        }

        log?.Warn(Messages.Format("Local.LeftOutLink", path));
        return null;
#else
        // .NET Framework does not return the target of a link.
        if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return new(path, name, Root);
        }

        log?.Warn(Messages.Format("Local.LeftOutLinkHere", path));
        return null;
#endif
    }
}

/// <summary>Where a walk began, or went on through a link.</summary>
/// <param name="RealPath">The path without links.</param>
/// <param name="Above">The root from which the link was reached; <see langword="null"/> for the first one.</param>
internal sealed record WalkRoot(string RealPath, WalkRoot? Above)
{
    public bool Overlaps(string realPath) =>
        IsWithin(realPath, RealPath) || IsWithin(RealPath, realPath) || Above?.Overlaps(realPath) == true;

    private static bool IsWithin(string path, string folder)
    {
        var root = folder.TrimEnd(Path.DirectorySeparatorChar);
        return path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
