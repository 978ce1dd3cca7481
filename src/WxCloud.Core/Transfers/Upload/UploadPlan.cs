using System;
using System.Collections.Generic;
using System.IO;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// Turns local paths into files to send and their cloud paths. Folders are walked lazily; a folder that is named keeps its own
/// name (<c>docs</c> gives <c>docs/a.md</c>). What cannot be sent becomes an error of its own, and the rest goes on.
/// </summary>
internal sealed class UploadPlan(UploadPlanOptions options)
{
    private readonly string _prefix = CloudPath.AsFolder(options.Prefix);
    private readonly string? _relativeTo = options.RelativeTo is null ? null : Path.GetFullPath(options.RelativeTo);
    private readonly TargetRegister _targets = new(StringComparer.Ordinal);
    private bool _usedCloudPath;

    /// <summary>The files of a path, which is taken literally.</summary>
    public IEnumerable<Outcome<string, UploadItem>> Expand(string path)
    {
        if (path.Length == 0)
        {
            return [new(path, Error.PathEmpty())];
        }

        if (Directory.Exists(path))
        {
            return options.Recurse ? Walk(path) : [new(path, Error.IsFolder(path))];
        }

        return [File.Exists(path) ? Plan(path, NameFor(path), cloudPath: null) : new(path, Error.FileNotFound(path))];
    }

    /// <summary>The files of a pattern with <c>*</c> and <c>?</c> in its last part, else of a literal path.</summary>
    public IEnumerable<Outcome<string, UploadItem>> ExpandPattern(string pattern)
    {
        var name = Path.GetFileName(pattern);
        if (name.IndexOfAny(['*', '?']) < 0 || File.Exists(pattern) || Directory.Exists(pattern))
        {
            foreach (var outcome in Expand(pattern))
            {
                yield return outcome;
            }

            yield break;
        }

        var folder = Path.GetDirectoryName(pattern) is { Length: > 0 } parent ? parent : ".";
        var any = false;
        if (Directory.Exists(folder))
        {
            foreach (var match in Directory.EnumerateFileSystemEntries(folder, name))
            {
                any = true;
                foreach (var outcome in Expand(match))
                {
                    yield return outcome;
                }
            }
        }

        if (!any)
        {
            yield return new(pattern, Error.NoMatch(pattern));
        }
    }

    /// <summary>One file with a cloud path of its own.</summary>
    public Outcome<string, UploadItem> Plan(string path, string cloudPath) =>
        File.Exists(path) ? Plan(path, name: string.Empty, cloudPath)
        : new(path, Directory.Exists(path) ? Error.IsFolder(path) : Error.FileNotFound(path));

    private Outcome<string, UploadItem> Plan(string path, string? name, string? cloudPath)
    {
        try
        {
            if (options.CloudPath is { } single && cloudPath is null)
            {
                if (_usedCloudPath)
                {
                    throw Error.SameTarget(path, single);
                }

                _usedCloudPath = true;
                cloudPath = single;
            }

            if (name is null)
            {
                throw Error.NotUnderFolder(path, _relativeTo!);
            }

            cloudPath = CloudPath.CheckFile(cloudPath ?? _prefix + name);
            return _targets.TryAdd(cloudPath)
                ? new(path, new UploadItem(Path.GetFullPath(path), cloudPath, options.ContentType))
                : throw Error.SameTarget(path, cloudPath);
        }
        catch (WxCloudException e)
        {
            return new(path, e);
        }
    }

    /// <summary>The files of a folder and of those in it. Links to folders are not followed: they may lead in a circle.</summary>
    private IEnumerable<Outcome<string, UploadItem>> Walk(string root)
    {
        var full = Path.GetFullPath(root);
        var isNamed = Path.GetFileName(root.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) is not ("." or ".." or "");
        var top = isNamed ? Path.GetFileName(full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) + "/" : string.Empty;
        var folders = new Stack<(string Path, string Name)>();
        folders.Push((root, top));
        while (folders.Count > 0)
        {
            var (folder, name) = folders.Pop();
            var entries = List(folder, out var error);
            if (error is not null)
            {
                yield return new(folder, error);
                continue;
            }

            foreach (var entry in entries!)
            {
                if (entry is FileInfo)
                {
                    yield return Plan(Path.Combine(folder, entry.Name), _relativeTo is null ? name + entry.Name : NameFor(entry.FullName), cloudPath: null);
                }
                else if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    folders.Push((Path.Combine(folder, entry.Name), name + entry.Name + "/"));
                }
            }
        }
    }

    private static IEnumerable<FileSystemInfo>? List(string folder, out WxCloudException? error)
    {
        try
        {
            error = null;
            return new DirectoryInfo(folder).EnumerateFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = Error.Unreadable(folder, e);
            return null;
        }
    }

    /// <summary>The name under the prefix: the file's own, or its path below the RelativeTo folder; <see langword="null"/> when it is not below.</summary>
    private string? NameFor(string path)
    {
        if (_relativeTo is null)
        {
            return Path.GetFileName(path);
        }

        var root = _relativeTo.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(path);
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return full.StartsWith(root, comparison) ? full.Substring(root.Length).Replace(Path.DirectorySeparatorChar, '/') : null;
    }
}
