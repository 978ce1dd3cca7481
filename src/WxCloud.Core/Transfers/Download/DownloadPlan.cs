using System;
using System.IO;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Download;

/// <summary>One file to receive.</summary>
/// <param name="FileId">The file.</param>
/// <param name="TargetPath">The full local path that it gets when it is complete.</param>
/// <param name="Replaces">Whether a file that is there is replaced.</param>
/// <param name="LastWriteTime">The time that the complete file gets; <see langword="null"/> leaves it the time of the download.</param>
/// <param name="BeforeCommit">
/// Called with the content type, <see langword="null"/> when it is not known, when the file is complete and before it gets its name; what it throws leaves
/// the target as it is. <see langword="null"/> for nothing.
/// </param>
/// <param name="IsNew">Whether nothing was there when this was planned, and what appears there meanwhile is not replaced.</param>
internal sealed record DownloadItem(FileId FileId, string TargetPath, bool Replaces, DateTimeOffset? LastWriteTime = null, Action<string?>? BeforeCommit = null, bool IsNew = false);

/// <summary>
/// Turns fileIDs into local targets. Cloud paths come from outside: one that would leave the destination, or that this
/// system could not hold as one plain file, is refused.
/// </summary>
internal sealed class DownloadPlan
{
    private readonly DownloadOptions _options;
    private readonly string _destination;
    private readonly LocalNames _names;
    private readonly TargetRegister _targets;
    private string _lastFolder = string.Empty;
    private string _lastRealFolder = string.Empty;

    public DownloadPlan(DownloadOptions options)
        : this(options, OperatingSystem.IsWindows(), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
    {
    }

    internal DownloadPlan(DownloadOptions options, bool isWindows, bool isCaseBlind)
    {
        _options = options;
        _destination = Path.GetFullPath(options.Destination);
        _names = new(isWindows);
        _targets = new(isCaseBlind ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    }

    /// <summary>Where a file goes, or why it cannot.</summary>
    public Outcome<string, DownloadItem> Plan(string fileId)
    {
        try
        {
            var parsed = FileId.Parse(fileId, _options.EnvironmentId);
            var target = _options.OutFile is { } file ? OneFile(file) : Path.Combine(_destination, LocalName(parsed));
            var there = LocalEntry.Look(target);
            if (!_targets.TryAdd(RealTarget(target, there.IsLink)))
            {
                throw Error.SameTarget(fileId, target);
            }

            ThrowIfTaken(target, there);
            return new(fileId, new DownloadItem(parsed, target, _options.Force, IsNew: !_options.Force && there is (LocalKind.Missing, IsLink: false)));
        }
        catch (WxCloudException e)
        {
            return new(fileId, e);
        }
    }

    /// <summary>The target without links. Files come folder by folder, so that the links of a folder are read once for many files.</summary>
    private string RealTarget(string target, bool isLink)
    {
        if (isLink)
        {
            return LocalEntry.RealPath(target);
        }

        var folder = Path.GetDirectoryName(target) ?? target;
        if (folder != _lastFolder)
        {
            (_lastFolder, _lastRealFolder) = (folder, LocalEntry.RealPath(folder));
        }

        return Path.Combine(_lastRealFolder, Path.GetFileName(target));
    }

    private static string OneFile(string path)
    {
        var full = Path.GetFullPath(path);
        return full.EndsWith(Path.DirectorySeparatorChar) ? throw Error.TargetIsFolder(full) : full;
    }

    private void ThrowIfTaken(string target, (LocalKind Kind, bool IsLink) there)
    {
        switch (there.Kind)
        {
            case LocalKind.Folder:
                throw Error.TargetIsFolder(target);
            case LocalKind.Other:
                throw Error.TargetNotOrdinary(target);
            case LocalKind.File when !_options.Force && !_options.SkipExisting:
            case LocalKind.Missing when !_options.Force && there.IsLink:
                throw Error.TargetExists(target);
        }
    }

    private string LocalName(FileId fileId)
    {
        var cloudPath = fileId.CloudPath;
        if (cloudPath.EndsWith('/') && cloudPath.Trim('/').Length > 0)
        {
            throw Error.FileIdIsFolder(fileId.Text);
        }

        return _names.PathOf(_options.Flatten ? CloudPath.NameOf(cloudPath) : cloudPath, cloudPath);
    }
}
