using System;
using System.Collections.Generic;
using System.IO;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// Turns local paths into files to send and their cloud paths. Folders are walked lazily; a folder that is named keeps its own
/// name (<c>docs</c> gives <c>docs/a.md</c>). A path that cannot be sent becomes one error, and the others are sent.
/// </summary>
/// <param name="options">How paths become cloud paths.</param>
/// <param name="log">Gets a warning for each entry of a folder that is left out; <see langword="null"/> for none.</param>
internal sealed class UploadPlan(UploadPlanOptions options, EngineLog? log = null)
{
    private readonly string _prefix = CloudPath.AsFolder(options.Prefix);
    private readonly string? _relativeTo = options.RelativeTo is null ? null : Path.GetFullPath(options.RelativeTo);
    private readonly TargetRegister _targets = new(StringComparer.Ordinal);
    private bool _usedCloudPath;

    /// <summary>The files of a path, which is taken literally.</summary>
    public IEnumerable<Outcome<string, UploadItem>> Expand(string path) => Expand(path, isNamed: true);

    /// <summary>The files of a path: literally, when something has that very name, else as a pattern.</summary>
    public IEnumerable<Outcome<string, UploadItem>> ExpandPattern(string pattern) =>
        NamePattern.HasWildcards(pattern) && !IsThere(pattern) ? ExpandMatches(pattern) : Expand(pattern);

    /// <summary>The files of a path that a pattern matched; what is not an ordinary file is skipped with a warning.</summary>
    public IEnumerable<Outcome<string, UploadItem>> ExpandMatch(string path) =>
        PartialFileName.IsLeftover(Path.GetFileName(path)) ? [] : Expand(path, isNamed: false);

    /// <summary>One file with its own cloud path below the prefix; <see langword="null"/> when it belongs to another shard.</summary>
    public Outcome<string, UploadItem>? Plan(string path, string cloudPath)
    {
        try
        {
            return LocalEntry.KindOf(path) switch
            {
                LocalKind.Folder => new(path, Error.IsFolder(path)),
                LocalKind.Other => new(path, Error.NotAnOrdinaryFile(path)),
                LocalKind.Missing => new(path, LocalEntry.Missing(path)),
                _ => Plan(path, name: string.Empty, cloudPath),
            };
        }
        catch (WxCloudException e)
        {
            return new(path, e);
        }
    }

    private IEnumerable<Outcome<string, UploadItem>> ExpandMatches(string pattern)
    {
        var any = false;
        foreach (var match in PathPattern.Expand(pattern))
        {
            any = true;
            if (match.Error is { } error)
            {
                yield return new(match.Item, error);
                continue;
            }

            foreach (var outcome in ExpandMatch(match.Item))
            {
                yield return outcome;
            }
        }

        if (!any)
        {
            yield return new(pattern, Error.NoMatch(pattern));
        }
    }

    /// <param name="path">The path.</param>
    /// <param name="isNamed">Whether the user named it; what was only found is left out with a warning when it is no file.</param>
    private IEnumerable<Outcome<string, UploadItem>> Expand(string path, bool isNamed)
    {
        if (path.Length == 0)
        {
            return [new(path, Error.PathEmpty())];
        }

        try
        {
            switch (LocalEntry.KindOf(path))
            {
                case LocalKind.Folder:
                    return options.Recurse ? Walk(path) : [new(path, Error.IsFolder(path))];
                case LocalKind.File:
                    return Plan(path, NameFor(path), cloudPath: null) is { } file ? [file] : [];
                case LocalKind.Other when !isNamed:
                    WarnOfLeftOut(path);
                    return [];
                case LocalKind.Other:
                    return [new(path, Error.NotAnOrdinaryFile(path))];
                default:
                    return [new(path, LocalEntry.Missing(path))];
            }
        }
        catch (WxCloudException e)
        {
            return [new(path, e)];
        }
    }

    /// <returns>The file, or why it cannot be sent; <see langword="null"/> when it belongs to another shard.</returns>
    private Outcome<string, UploadItem>? Plan(string path, string? name, string? cloudPath)
    {
        try
        {
            cloudPath ??= options.CloudPath;
            if (options.CloudPath is not null && _usedCloudPath)
            {
                throw Error.SameTarget(path, cloudPath!);
            }

            _usedCloudPath = true;
            if (cloudPath is null && name is null)
            {
                throw Error.NotUnderFolder(path, _relativeTo!);
            }

            var target = CloudPath.CheckFile(_prefix + (cloudPath ?? name));
            if (options.Shard?.Contains(target) == false)
            {
                return null;
            }

            return _targets.TryAdd(target)
                ? new(path, new UploadItem(Path.GetFullPath(path), target, options.ContentType))
                : throw Error.SameTarget(path, target);
        }
        catch (WxCloudException e)
        {
            return new(path, e);
        }
    }

    /// <summary>The files of a folder and of those in it, hidden ones too. A link to a folder counts as the folder.</summary>
    private IEnumerable<Outcome<string, UploadItem>> Walk(string root)
    {
        var full = Path.GetFullPath(root);
        var isNamed = Path.GetFileName(root.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) is not ("." or ".." or "");
        var top = isNamed ? Path.GetFileName(full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) + "/" : string.Empty;
        var folders = new Stack<WalkedFolder>();
        folders.Push(new(root, top, new(LocalEntry.RealPath(root), Above: null)));
        while (folders.Count > 0)
        {
            var folder = folders.Pop();
            foreach (var listed in FolderListing.Read(folder.Path))
            {
                if (listed.Error is { } error)
                {
                    yield return new(folder.Path, error);
                    continue;
                }

                var entry = listed.Value!;
                var path = Path.Combine(folder.Path, entry.Name);
                if (entry is DirectoryInfo && folder.Enter(path, entry, log) is { } inner)
                {
                    folders.Push(inner);
                }
                else if (entry is not DirectoryInfo && !PartialFileName.IsLeftover(entry.Name) && PlanFound(path, folder.Name + entry.Name) is { } outcome)
                {
                    yield return outcome;
                }
            }
        }
    }

    /// <summary>
    /// A file that was found in a folder; <see langword="null"/> when it belongs to another shard, or is a pipe, device or socket,
    /// which is left out.
    /// </summary>
    private Outcome<string, UploadItem>? PlanFound(string path, string name)
    {
        try
        {
            switch (LocalEntry.KindOf(path))
            {
                case LocalKind.File:
                    return Plan(path, _relativeTo is null ? name : NameFor(path), cloudPath: null);
                case LocalKind.Missing:
                    return new(path, LocalEntry.Missing(path));
                default:
                    WarnOfLeftOut(path);
                    return null;
            }
        }
        catch (WxCloudException e)
        {
            return new(path, e);
        }
    }

    private void WarnOfLeftOut(string path) => log?.Warn(Messages.Format("Local.LeftOutNotOrdinary", path));

    /// <summary>Whether something has this very name, reachable or not.</summary>
    private static bool IsThere(string path)
    {
        try
        {
            return LocalEntry.KindOf(path) != LocalKind.Missing;
        }
        catch (WxCloudException)
        {
            // A pattern may be longer than any name, or go through a folder that may not be entered; its expansion reports that.
            return false;
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

/// <summary>How local paths become cloud paths.</summary>
internal sealed record UploadPlanOptions
{
    /// <summary>The cloud folder that files go to; empty for the root.</summary>
    public string? Prefix { get; init; }

    /// <summary>The cloud path of the one file that is sent; <see langword="null"/> builds each from its name.</summary>
    public string? CloudPath { get; init; }

    /// <summary>The folder that names are taken relative to; <see langword="null"/> takes the file's own name.</summary>
    public string? RelativeTo { get; init; }

    /// <summary>Whether folders are walked.</summary>
    public bool Recurse { get; init; }

    /// <summary>The shard whose files are sent; <see langword="null"/> sends all.</summary>
    public WxCloudShard? Shard { get; init; }

    /// <summary>The content type of all files; <see langword="null"/> takes the one of each extension.</summary>
    public string? ContentType { get; init; }
}
