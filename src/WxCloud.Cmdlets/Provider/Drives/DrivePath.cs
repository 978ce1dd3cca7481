using System;
using System.Collections.Generic;
using System.IO;
using WxCloud.Model;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>
/// Paths as the provider has them: <c>wx:/docs/a.txt</c>, the name of the drive included. As with the drives of Windows, a path thus
/// means the same with and without its drive. PowerShell loses the drive in some of its calls, and on Unix a path that begins with a
/// slash would then be one of the local disk. Works on text alone; nothing here asks the storage.
/// </summary>
internal static class DrivePath
{
    /// <summary>What stands between names, as everywhere in PowerShell on this system.</summary>
    public static readonly char Separator = Path.DirectorySeparatorChar;

    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>The root of a drive, which stands before all of its paths.</summary>
    public static string Root(string drive) => drive + ":" + Separator;

    /// <summary>The name of the drive; <see langword="null"/> when the path is relative to one.</summary>
    public static string? DriveOf(string path)
    {
        var colon = path.IndexOf(':');
        var separator = path.IndexOfAny(s_separators);
        return colon > 0 && (separator < 0 || colon < separator) ? path.Substring(0, colon) : null;
    }

    /// <summary>The names on the way from the drive's root, with <c>.</c> and <c>..</c> followed. Above the root there is nothing.</summary>
    public static IReadOnlyList<string> NamesOf(string path)
    {
        var names = new List<string>();
        foreach (var name in WithoutDrive(path).Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "..")
            {
                names.RemoveRange(Math.Max(0, names.Count - 1), Math.Min(1, names.Count));
            }
            else if (name != ".")
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Whether the path says by its end that it is a folder.</summary>
    public static bool EndsWithSeparator(string path) => path.Length > 0 && Array.IndexOf(s_separators, path[path.Length - 1]) >= 0;

    /// <summary>A path below another one.</summary>
    public static string Join(string parent, string child)
    {
        parent = Normalize(parent);
        child = Normalize(child);
        if (parent.Length == 0)
        {
            return child;
        }

        return parent[parent.Length - 1] == Separator ? parent + child.TrimStart(Separator) : parent + Separator + child.TrimStart(Separator);
    }

    /// <summary>The path that contains this one; empty for a root and for a single name.</summary>
    public static string Parent(string path)
    {
        path = Trim(path);
        var separator = path.LastIndexOf(Separator);
        return separator < 0 ? string.Empty
            : separator == path.IndexOf(':') + 1 && DriveOf(path) is { } drive ? (path.Length == separator + 1 ? string.Empty : Root(drive))
            : path.Substring(0, separator);
    }

    /// <summary>The last name; a root is its own.</summary>
    public static string Name(string path)
    {
        path = Trim(path);
        return Parent(path).Length == 0 ? path : path.Substring(path.LastIndexOf(Separator) + 1);
    }

    /// <summary>The way from one path to another.</summary>
    public static string Relative(string path, string from)
    {
        var (names, start) = (NamesOf(path), NamesOf(from));
        if (from.Length == 0 || !string.Equals(DriveOf(path) ?? DriveOf(from), DriveOf(from), StringComparison.OrdinalIgnoreCase))
        {
            var text = string.Join(Separator.ToString(), names);
            return DriveOf(path) is { } drive ? Root(drive) + text : text;
        }

        var shared = 0;
        while (shared < names.Count && shared < start.Count && names[shared] == start[shared])
        {
            shared++;
        }

        // As for the file system, the way to where one is leads over its name: "." would not say much.
        if (shared > 0 && shared == start.Count && shared == names.Count)
        {
            shared--;
        }

        var way = new List<string>();
        for (var i = shared; i < start.Count; i++)
        {
            way.Add("..");
        }

        for (var i = shared; i < names.Count; i++)
        {
            way.Add(names[i]);
        }

        return string.Join(Separator.ToString(), way);
    }

    /// <summary>The cloud folder that a root means, as New-PSDrive is given one: with a slash at its end, or empty.</summary>
    /// <exception cref="WxCloudException">It is no possible cloud path.</exception>
    public static string PrefixOf(string root)
    {
        var prefix = CloudPath.AsFolder(string.Join("/", NamesOf(root)));
        return prefix.Length == 0 ? prefix : CloudPath.Check(prefix);
    }

    /// <summary>Whether a path can carry a name: a separator in it would divide it, and <c>..</c> would leave the folder.</summary>
    public static bool CanCarry(string name) => name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(s_separators) < 0;

    private static string Trim(string path)
    {
        path = Normalize(path);
        var trimmed = path.TrimEnd(Separator);
        return trimmed.Length > 0 && trimmed[trimmed.Length - 1] == ':' && DriveOf(trimmed) is { } drive && drive.Length == trimmed.Length - 1 ? Root(drive) : trimmed;
    }

    private static string Normalize(string path) => path.Replace('/', Separator).Replace('\\', Separator);

    private static string WithoutDrive(string path) => DriveOf(path) is { } drive ? path.Substring(drive.Length + 1) : path;
}
