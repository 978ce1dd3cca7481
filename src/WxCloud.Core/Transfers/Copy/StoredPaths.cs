using System;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Model;

namespace WxCloud.Transfers.Copy;

/// <summary>Reads the names that users give stored files: fileIDs and cloud paths.</summary>
internal static class StoredPaths
{
    private const string FileIdStart = "cloud://";

    /// <summary>Whether a text is meant as a fileID.</summary>
    public static bool IsFileId(string text) => text.StartsWith(FileIdStart, StringComparison.Ordinal);

    /// <summary>The cloud path of one file.</summary>
    /// <exception cref="WxCloudException">The text names no file of this environment.</exception>
    public static string File(string text, BucketAddress address)
    {
        var path = Path(text, address);
        return path.EndsWith('/') ? throw (IsFileId(text) ? Error.FileIdIsFolder(text) : Error.CloudPathIsFolder(path)) : CloudPath.Check(path);
    }

    /// <summary>The cloud path that a file gets; in a folder it keeps its name.</summary>
    /// <exception cref="WxCloudException">The destination is not possible.</exception>
    public static string Target(string destination, string sourcePath, BucketAddress address)
    {
        // A slash alone is the top of the environment.
        var path = destination == "/" ? string.Empty : Path(destination, address);
        return CloudPath.CheckFile(path.Length == 0 || path.EndsWith('/') ? path + CloudPath.NameOf(sourcePath) : path);
    }

    private static string Path(string text, BucketAddress address)
    {
        if (!IsFileId(text))
        {
            return text;
        }

        var fileId = FileId.Parse(text, address.EnvironmentId);
        return address.Holds(fileId) ? fileId.CloudPath : throw Error.OtherBucket(text, fileId.Bucket, address.FileIdBucket);
    }
}
