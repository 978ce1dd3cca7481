using System.Collections.Generic;
using System.Linq;
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
    /// <summary>As many as a page has: so many rows are put in the order of their folders.</summary>
    private const int RowsInOrder = 1000;

    /// <summary>Whether anything was listed. An empty listing does not distinguish an empty folder from none.</summary>
    public bool HasRows { get; private set; }

    /// <summary>How many names were left out, since no path of PowerShell can name them.</summary>
    public int UnnamedCount { get; private set; }

    /// <param name="recurse">Whether what is in folders below follows.</param>
    /// <param name="depth">How many levels of them.</param>
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

    /// <summary>One request for each folder: the levels below the limit are not worth listing.</summary>
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
    /// The storage lists all files below a folder in the order of their paths, in which folders stand between the files around them.
    /// People read folder by folder.
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
