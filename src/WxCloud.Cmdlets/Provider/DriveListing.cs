using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Provider.Drives;
using WxCloud.Cos.Buckets;
using WxCloud.Storage.Buckets;

namespace WxCloud.Cmdlets.Provider;

/// <summary>A file or folder of a listing, and its place on the drive.</summary>
internal readonly record struct DriveChild(DriveLocation Place, WxCloudFile File);

/// <summary>Lists a folder of a drive, page by page.</summary>
internal sealed class DriveListing(DriveLocation at, PipelineBridge bridge)
{
    /// <summary>The number of rows that are sorted by folder at a time: one page.</summary>
    private const int RowsInOrder = 1000;

    /// <summary>Whether anything was listed. An empty listing does not show whether the folder exists.</summary>
    public bool HasRows { get; private set; }

    /// <summary>The number of names that were left out, since no path of PowerShell can express them.</summary>
    public int UnnamedCount { get; private set; }

    /// <param name="recurse">Whether the content of subfolders is listed.</param>
    /// <param name="depth">The number of their levels.</param>
    public IEnumerable<DriveChild> Read(bool recurse, uint depth)
    {
        var rows = !recurse ? List(at.Folder, StoredKinds.Both)
            : depth == uint.MaxValue ? InOrderOfFolders(List(at.Folder, StoredKinds.FilesAndAllFolders))
            : Walk(at.Folder, depth);
        foreach (var row in rows)
        {
            HasRows = true;
            var child = new DriveChild(at.At(row.CloudPath), row);
            if (child.Place.CanBeNamed)
            {
                yield return child;
            }
            else
            {
                UnnamedCount++;
            }
        }
    }

    /// <summary>Makes one request for each folder, so that levels below the limit are not listed.</summary>
    private IEnumerable<WxCloudFile> Walk(string folder, uint depth)
    {
        var below = new List<string>();
        foreach (var row in List(folder, StoredKinds.Both))
        {
            yield return row;
            if (row.IsFolder)
            {
                below.Add(row.CloudPath);
            }
        }

        foreach (var row in depth == 0 ? [] : below.SelectMany(name => Walk(name, depth - 1)))
        {
            yield return row;
        }
    }

    /// <summary>
    /// Sorts rows by folder, as people read them. The storage lists all files below a folder in the order of their paths, in which the
    /// content of a subfolder comes between the files of its parent.
    /// </summary>
    private static IEnumerable<WxCloudFile> InOrderOfFolders(IEnumerable<WxCloudFile> rows)
    {
        var gathered = new List<WxCloudFile>();
        foreach (var row in rows)
        {
            gathered.Add(row);
            if (gathered.Count == RowsInOrder)
            {
                foreach (var ordered in Order(gathered))
                {
                    yield return ordered;
                }

                gathered.Clear();
            }
        }

        foreach (var ordered in Order(gathered))
        {
            yield return ordered;
        }
    }

    private static List<WxCloudFile> Order(List<WxCloudFile> rows) => [.. rows.OrderBy(FolderOf, KeyOrder.Instance)];

    private static string FolderOf(WxCloudFile row) => row.CloudPath.Substring(0, row.CloudPath.TrimEnd('/').LastIndexOf('/') + 1);

    private IEnumerable<WxCloudFile> List(string folder, StoredKinds kinds)
    {
        var query = new ListQuery
        {
            EnvironmentId = at.Drive.EnvironmentId,
            Prefix = folder,
            Recurse = kinds == StoredKinds.FilesAndAllFolders,
            Kinds = kinds,
        };
        return new PulledItems<WxCloudFile>(bridge, cancellationToken => at.Engine.Files.ListAsync(query, cancellationToken)).Read();
    }
}

/// <summary>Selects children by -Filter, -File and -Directory.</summary>
internal sealed class ChildFilter
{
    private readonly WildcardPattern? _names;
    private readonly bool _hasFiles;
    private readonly bool _hasFolders;

    /// <param name="command">The command with its parameters.</param>
    /// <param name="filter">The value of -Filter, in which brackets are literal, as in the file system; <see langword="null"/> or empty for none.</param>
    public ChildFilter(DriveCommand command, string? filter)
    {
        _names = string.IsNullOrEmpty(filter) ? null : WildcardPattern.Get(filter!.Replace("[", "`[").Replace("]", "`]"), WildcardOptions.IgnoreCase);
        var (files, folders) = (command.IsListing && command.Has("File"), command.IsListing && command.Has("Directory"));
        _hasFiles = files || !folders;
        _hasFolders = folders || !files;
    }

    public bool Shows(DriveChild child) => Shows(child.File) && _names?.IsMatch(child.Place.Name) != false;

    public bool Shows(WxCloudFile file) => file.IsFolder ? _hasFolders : _hasFiles;
}
