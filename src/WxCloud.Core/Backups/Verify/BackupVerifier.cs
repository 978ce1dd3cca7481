using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Transfers.Queue;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Backups.Verify;

/// <summary>Compares the folder of a backup with its manifest. Needs no connection; memory does not grow with the number of files.</summary>
internal static class BackupVerifier
{
    private const int FilesAtOnce = 4;

    /// <summary>All damage; nothing for an intact backup.</summary>
    /// <exception cref="WxCloudException">The folder does not exist, is no backup, or is one of another version.</exception>
    public static async IAsyncEnumerable<WxCloudBackupDamage> FindDamageAsync(BackupFolder folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BackupManifest? manifest = null;
        try
        {
            manifest = BackupManifest.Read(folder);
        }
        catch (WxCloudException e) when (e.Stage == FailureStage.Content)
        {
            // Reported below: an iterator cannot yield here.
        }

        if (manifest is null)
        {
            yield return OfManifest(folder, WxCloudBackupProblem.ContentDiffers);
            yield break;
        }

        if (manifest.State != BackupState.Complete)
        {
            yield return OfManifest(folder, WxCloudBackupProblem.Incomplete);
        }

        await foreach (var damage in OfFilesAsync(folder, manifest, cancellationToken).ConfigureAwait(false))
        {
            yield return damage;
        }

        await foreach (var damage in OfCollectionsAsync(folder, manifest, cancellationToken).ConfigureAwait(false))
        {
            yield return damage;
        }
    }

    private static WxCloudBackupDamage OfManifest(BackupFolder folder, WxCloudBackupProblem problem) =>
        new() { Part = WxCloudBackupPart.Manifest, Name = BackupFolder.ManifestName, Problem = problem, LocalPath = folder.ManifestPath };

    private static async IAsyncEnumerable<WxCloudBackupDamage> OfFilesAsync(
        BackupFolder folder, BackupManifest manifest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (manifest.Files is not { } files)
        {
            yield break;
        }

        var list = new SavedPart(WxCloudBackupPart.Manifest, BackupFolder.FileListName, folder.FileListPath, files.Length, files.Crc64);
        if (await list.FindDamageAsync(folder, cancellationToken).ConfigureAwait(false) is { } damage)
        {
            // A damaged list cannot be compared with.
            yield return damage;
            yield break;
        }

        var checks = WorkAhead.RunAsync(ChecksAsync(folder), FilesAtOnce, (check, token) => check.RunAsync(folder, token), cancellationToken);
        await foreach (var found in checks.ConfigureAwait(false))
        {
            if (found is not null)
            {
                yield return found;
            }
        }
    }

    /// <summary>Reads the list and the folder in step.</summary>
    private static async IAsyncEnumerable<Check> ChecksAsync(BackupFolder folder)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        using var nodes = new LocalTree(folder.FilesPath, log: null).Walk()
            .Where(static node => node.Kind is LocalNodeKind.File or LocalNodeKind.FileUnreadable && !PartialFileName.IsLeftover(Path.GetFileName(node.Path)))
            .GetEnumerator();
        var node = nodes.MoveNext() ? nodes.Current : null;
        foreach (var entry in LineFileReader.ReadFiles(folder.FileListPath).Where(static entry => !entry.IsFolder))
        {
            for (; node is not null && KeyOrder.Instance.Compare(node.Path, entry.CloudPath) < 0; node = nodes.MoveNext() ? nodes.Current : null)
            {
                yield return Check.OfExtra(node);
            }

            node = node?.Path == entry.CloudPath ? nodes.MoveNext() ? nodes.Current : null : node;
            yield return Check.Of(folder, entry);
        }

        for (; node is not null; node = nodes.MoveNext() ? nodes.Current : null)
        {
            yield return Check.OfExtra(node);
        }
    }

    private static async IAsyncEnumerable<WxCloudBackupDamage> OfCollectionsAsync(
        BackupFolder folder, BackupManifest manifest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var collection in manifest.Collections)
        {
            known.Add(collection.File);
            if (await Check.Of(folder, collection).RunAsync(folder, cancellationToken).ConfigureAwait(false) is { } damage)
            {
                yield return damage;
            }
        }

        foreach (var path in Directory.Exists(folder.CollectionsPath) ? Directory.EnumerateFiles(folder.CollectionsPath).OrderBy(static path => path, StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            if (!known.Contains(Path.GetFileName(path)))
            {
                yield return new() { Part = WxCloudBackupPart.Collection, Name = Path.GetFileName(path), Problem = WxCloudBackupProblem.Extra, LocalPath = path };
            }
        }
    }

    /// <summary>One check: a saved part to compare, or damage that is already known.</summary>
    private sealed record Check(SavedPart? Part, WxCloudBackupDamage? Found)
    {
        public static Check Of(BackupFolder folder, FileEntry entry) =>
            Of(WxCloudBackupPart.File, entry.CloudPath, () => folder.FileOf(entry.CloudPath), entry.Length, entry.Crc64);

        public static Check Of(BackupFolder folder, CollectionEntry collection) =>
            Of(WxCloudBackupPart.Collection, collection.Name, () => folder.CollectionOf(collection), collection.Length, collection.Crc64);

        public static Check OfExtra(LocalNode node) => new(null, new() { Part = WxCloudBackupPart.File, Name = node.Path, Problem = WxCloudBackupProblem.Extra, LocalPath = node.FullPath });

        public async Task<WxCloudBackupDamage?> RunAsync(BackupFolder folder, CancellationToken cancellationToken) =>
            Part is null ? Found : await Part.FindDamageAsync(folder, cancellationToken).ConfigureAwait(false);

        private static Check Of(WxCloudBackupPart part, string name, Func<string> find, long length, string crc64)
        {
            try
            {
                return new(new(part, name, find(), length, crc64), null);
            }
            catch (WxCloudException)
            {
                return new(null, new() { Part = part, Name = name, Problem = WxCloudBackupProblem.NotWithinBackup });
            }
        }
    }
}
