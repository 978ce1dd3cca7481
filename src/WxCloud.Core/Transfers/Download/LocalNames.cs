using System;
using System.IO;
using System.Linq;
using WxCloud.Errors;

namespace WxCloud.Transfers.Download;

/// <summary>
/// Turns cloud paths into local ones below a folder. They come from outside: one that would leave the folder, or that this system
/// could not hold as one plain file, is refused.
/// </summary>
internal sealed class LocalNames(bool isWindows)
{
    private static readonly string[] s_devices =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(static n => new[] { "COM" + n, "LPT" + n })];

    /// <summary>The local path below the folder.</summary>
    /// <param name="path">The part of the cloud path that is kept.</param>
    /// <param name="cloudPath">The whole cloud path, for the error.</param>
    /// <exception cref="WxCloudException">There is no such local path.</exception>
    public string PathOf(string path, string cloudPath)
    {
        var segments = path.Split('/');
        foreach (var segment in segments)
        {
            if (segment is "" or "." or ".." || (isWindows && LeavesOnWindows(segment)))
            {
                throw Error.OutsideDestination(cloudPath);
            }

            if (segment.Contains('\0') || (isWindows && !IsPossibleOnWindows(segment)))
            {
                throw Error.NameNotPossible(cloudPath, segment);
            }
        }

        return string.Join(Path.DirectorySeparatorChar.ToString(), segments);
    }

    /// <summary>A backslash is a separator there, and a colon begins a drive or an alternate stream.</summary>
    private static bool LeavesOnWindows(string segment) => segment.IndexOfAny(['\\', ':']) >= 0;

    /// <summary>The naming rules of learn.microsoft.com/windows/win32/fileio/naming-a-file.</summary>
    private static bool IsPossibleOnWindows(string segment) =>
        !segment.EndsWith('.')
        && !segment.EndsWith(' ')
        && segment.IndexOfAny(['<', '>', '"', '|', '?', '*']) < 0
        && segment.All(static character => character >= ' ')
        && !s_devices.Contains(segment.Split('.')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase);
}
