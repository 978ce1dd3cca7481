using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Cos.Buckets;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Backups.Save;

/// <summary>
/// Writes the list of the files in the folder. The checksum of an unchanged file is taken from the previous list, so that a file that the
/// disk damaged in the meantime is detected; all other files are read.
/// </summary>
/// <param name="folder">The folder of the backup.</param>
/// <param name="details">The folders to show, and the types of what was received.</param>
/// <param name="throttleLimit">The number of files read at the same time.</param>
internal sealed class FileListBuilder(BackupFolder folder, StoredDetails details, int throttleLimit)
{
    private static readonly TimeSpan s_clockStep = TimeSpan.FromSeconds(2);

    /// <param name="report">Receives the files that cannot be read.</param>
    /// <param name="cancellationToken">Stops the work; the previous list stays.</param>
    /// <exception cref="WxCloudException">The list cannot be written.</exception>
    public async Task<FileListEntry> WriteAsync(Action<Outcome<string, FileEntry>> report, CancellationToken cancellationToken)
    {
        using var list = LineFileWriter.Create(folder.FileListPath);
        var (count, bytes) = (0L, 0L);
        var entries = WorkAhead.RunAsync(FindAsync(), throttleLimit, (found, token) => TransferQueue.AttemptAsync(found.Name, () => DescribeAsync(found, token), token), cancellationToken);
        await foreach (var entry in entries.ConfigureAwait(false))
        {
            if (entry.Value is { } file)
            {
                list.Write(JsonSerializer.Serialize(file, BackupJson.Lines.FileEntry));
                count += file.IsFolder ? 0 : 1;
                bytes += file.Length;
            }
            else
            {
                report(entry);
            }
        }

        list.Commit();
        details.Delete();
        return new(count, bytes, list.Length, list.Crc64);
    }

    private async Task<FileEntry> DescribeAsync(Found found, CancellationToken cancellationToken)
    {
        var (node, before) = (found.Node, found.Before);
        if (node is null)
        {
            return before!;
        }

        var crc64 = node.Error is { } error ? throw error : before?.Crc64 ?? await FileChecksum.ReadCrc64Async(node.FullPath, cancellationToken).ConfigureAwait(false);
        return new(node.Path, node.Length, crc64, node.LastWriteTime, details.TypeOf(node.Path) ?? before?.ContentType);
    }

    /// <summary>The files of the folder and the objects that show folders, in the order of a listing.</summary>
    private async IAsyncEnumerable<Found> FindAsync()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var folders = new Queue<FileEntry>(details.Folders);
        foreach (var file in FindFiles())
        {
            while (folders.Count > 0 && KeyOrder.Instance.Compare(folders.Peek().CloudPath, file.Node!.Path) < 0)
            {
                yield return new(null, folders.Dequeue());
            }

            yield return file;
        }

        while (folders.Count > 0)
        {
            yield return new(null, folders.Dequeue());
        }
    }

    private IEnumerable<Found> FindFiles()
    {
        using var before = new EarlierFiles(folder.FileListPath);
        foreach (var node in new LocalTree(folder.FilesPath, log: null).Walk())
        {
            if (node.Error is not null)
            {
                yield return new(node, null);
            }
            else if (node.Kind == LocalNodeKind.File && PartialFileName.IsLeftover(CloudPath.NameOf(node.Path)))
            {
                // Left by an interrupted backup; its file has been received from the beginning since.
                File.Delete(node.FullPath);
            }
            else if (node.Kind == LocalNodeKind.File)
            {
                var known = before.Find(node.Path);
                yield return new(node, known?.Length == node.Length && (known.LastModified - node.LastWriteTime).Duration() <= s_clockStep ? known : null);
            }
        }
    }

    /// <summary>A line to write.</summary>
    /// <param name="Node">The file; <see langword="null"/> for an object that shows a folder.</param>
    /// <param name="Before">The line of the list before when the file is unchanged; the line itself for an object that shows a folder.</param>
    private sealed record Found(LocalNode? Node, FileEntry? Before)
    {
        public string Name => Node?.FullPath ?? Before!.CloudPath;
    }

    /// <summary>The previous list, read in step with the folder. A damaged list ends at the damage.</summary>
    private sealed class EarlierFiles(string path) : IDisposable
    {
        private readonly IEnumerator<FileEntry>? _entries = File.Exists(path) ? LineFileReader.ReadFiles(path).GetEnumerator() : null;
        private FileEntry? _next;
        private bool _hasEnded;

        public FileEntry? Find(string cloudPath)
        {
            while (!_hasEnded && (_next is null || KeyOrder.Instance.Compare(_next.CloudPath, cloudPath) < 0))
            {
                _next = MoveNext();
            }

            return _next?.CloudPath == cloudPath ? _next : null;
        }

        public void Dispose() => _entries?.Dispose();

        private FileEntry? MoveNext()
        {
            try
            {
                if (_entries?.MoveNext() == true)
                {
                    return _entries.Current;
                }
            }
            catch (WxCloudException)
            {
                // The checksums are then computed from the files.
            }

            _hasEnded = true;
            return null;
        }
    }
}
