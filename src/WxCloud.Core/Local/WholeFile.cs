using System;
using System.IO;

namespace WxCloud.Local;

/// <summary>
/// Replaces small files in one step: a reader finds either the old content or the new one, even when the writer is killed. Several
/// processes may write the same file at the same time; the last write wins.
/// </summary>
internal static class WholeFile
{
    private const string UnfinishedExtension = ".new";

    /// <summary>Far longer than a small file takes to write; an older one was left by a process that was killed.</summary>
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromHours(1);

    /// <summary>Writes a file, or replaces it.</summary>
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
                // Windows does not replace a file that another process reads. Readers reject a file that is not complete.
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
