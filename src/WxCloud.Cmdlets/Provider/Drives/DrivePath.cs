using System;
using System.Collections.Generic;
using System.IO;
using WxCloud.Model;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>
/// Paths of the provider: <c>wx:/docs/a.txt</c>, with the name of the drive. PowerShell drops the drive in some of its calls, and on Unix
/// a path that begins with a slash would then be one of the local disk; with the name in the path, as on the drives of Windows, it means
/// the same everywhere. Works on text only; makes no request.
/// </summary>
internal static class DrivePath
{
    /// <summary>The separator of names, that of PowerShell on this system.</summary>
    public static readonly char Separator = Path.DirectorySeparatorChar;

    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>The root of a drive, with which all of its paths begin.</summary>
    public static string Root(string drive) => drive + ":" + Separator;

    /// <summary>The name of the drive; <see langword="null"/> when the path is relative to one.</summary>
    public static string? DriveOf(string path)
    {
        var colon = path.IndexOf(':');
        var separator = path.IndexOfAny(s_separators);
        return colon > 0 && (separator < 0 || colon < separator) ? path.Substring(0, colon) : null;
    }

    /// <summary>The names from the drive's root down, with <c>.</c> and <c>..</c> resolved; <c>..</c> at the root stays there.</summary>
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

    /// <summary>Whether the path ends like that of a folder.</summary>
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

    /// <summary>The last name; for a root the root itself.</summary>
    public static string Name(string path)
    {
        path = Trim(path);
        return Parent(path).Length == 0 ? path : path.Substring(path.LastIndexOf(Separator) + 1);
    }

    /// <summary>The relative path from one path to another.</summary>
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

        // As in the file system, the path to the location itself is "../name", not ".".
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

    /// <summary>The cloud folder for the -Root of New-PSDrive: with a slash at its end, or empty.</summary>
    /// <exception cref="WxCloudException">It is not a valid cloud path.</exception>
    public static string PrefixOf(string root)
    {
        var prefix = CloudPath.AsFolder(string.Join("/", NamesOf(root)));
        return prefix.Length == 0 ? prefix : CloudPath.Check(prefix);
    }

    /// <summary>Whether a path can contain a name: a separator in it would divide it, and <c>..</c> would leave the folder.</summary>
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
