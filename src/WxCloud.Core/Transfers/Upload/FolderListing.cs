using System;
using System.Collections.Generic;
using System.IO;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Model;

namespace WxCloud.Transfers.Upload;

/// <summary>Lists a folder entry by entry. What cannot be listed becomes an outcome of the folder, and ends its list alone.</summary>
internal static class FolderListing
{
    /// <summary>The entries of a folder in the order of the disk, hidden ones too.</summary>
    public static IEnumerable<Outcome<string, FileSystemInfo>> Read(string folder)
    {
        IEnumerator<FileSystemInfo>? entries = null;
        try
        {
            while (true)
            {
                FileSystemInfo entry;
                WxCloudException? error = null;
                try
                {
                    entries ??= new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos().GetEnumerator();
                    if (!entries.MoveNext())
                    {
                        yield break;
                    }

                    entry = entries.Current;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
                {
                    entry = null!;
                    error = e is DirectoryNotFoundException ? LocalEntry.Missing(folder) : Error.Unreadable(folder, e);
                }

                if (error is not null)
                {
                    yield return new(folder, error);
                    yield break;
                }

                yield return new(folder, entry);
            }
        }
        finally
        {
            entries?.Dispose();
        }
    }
}
