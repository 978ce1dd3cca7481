using System;
using System.IO;

namespace WxCloud.Local;

/// <summary>
/// Writes small files in one step: a reader finds the content before or the new one, whichever process is killed when. Any number of
/// processes may write the same file at once; the last one counts.
/// </summary>
internal static class WholeFile
{
    private const string UnfinishedExtension = ".new";

    /// <summary>Far longer than a small file takes; after it, only a process that was killed has left one.</summary>
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromHours(1);

    /// <summary>Writes a file in the place of the one before.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="content">All of its bytes.</param>
    /// <param name="create">Creates a new file of a path.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, byte[] content, Func<string, FileStream> create)
    {
        DeleteAbandoned(path);
        var unfinished = $"{path}.{Guid.NewGuid():N}{UnfinishedExtension}";
        try
        {
            using (var file = create(unfinished))
            {
                file.Write(content, 0, content.Length);
            }

            try
            {
                File.Move(unfinished, path, overwrite: true);
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
            {
                // Another process reads the old one, and Windows keeps its name until then. Half a file is no danger: readers do not accept it.
                File.WriteAllBytes(path, content);
                File.Delete(unfinished);
            }
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    private static void DeleteAbandoned(string path)
    {
        var limit = DateTime.UtcNow - s_abandonedAfter;
        foreach (var unfinished in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*{UnfinishedExtension}"))
        {
            if (File.GetLastWriteTimeUtc(unfinished) < limit)
            {
                TryDelete(unfinished);
            }
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is tried again with the next write.
        }
    }
}
