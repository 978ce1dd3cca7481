using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Upload;

namespace WxCloud.Measurements;

/// <summary>
/// Measures transfers with test files, with higher and higher throttle limits. The files have the same names in every run on a computer, so
/// that a run also removes the files of an earlier run that was killed.
/// </summary>
internal sealed class TransferTrial(Uploader uploader, Downloader downloader, StorageLists lists, EnvironmentBuckets buckets, TimeProvider timeProvider)
{
    /// <summary>The limit of files.</summary>
    public const int MaxCount = 256;

    public const int DefaultCount = 16;

    public const long DefaultLength = 1024 * 1024;

    private const int BlockBytes = 1024 * 1024;

    /// <summary>
    /// How long uploads that are under way may take after a failure or an interruption. One that is cut after its last byte can be stored when
    /// the files were removed already.
    /// </summary>
    private static readonly TimeSpan s_uploadLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the removal of the files may take after an interruption.</summary>
    private static readonly TimeSpan s_removalLimit = TimeSpan.FromSeconds(20);

    /// <summary>Measures uploads, then downloads, and removes the files.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="length">The length of each file in bytes.</param>
    /// <param name="count">The number of files, up to <see cref="MaxCount"/>.</param>
    /// <param name="meter">Counts the bytes; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the measurement; the files are still removed.</param>
    /// <returns>One outcome per direction, and an error for each file that could not be removed.</returns>
    /// <exception cref="WxCloudException">A file could not be transferred.</exception>
    public async IAsyncEnumerable<Outcome<string, WxCloudTransferMeasure>> MeasureAsync(
        string environmentId, long length, int count, TransferMeter? meter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var more = meter?.ExpectMore();
        var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
        var names = FolderName();
        var fileIds = Enumerable.Range(1, MaxCount).Select(number => bucket.Address.FileIdOf(names + number.ToString("000", CultureInfo.InvariantCulture) + ".bin")).ToList();
        var used = fileIds.GetRange(0, count);
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"wxcloud-{Guid.NewGuid():N}")).FullName;
        IReadOnlyList<WxCloudTransferMeasure> measures;
        List<Outcome<string, WxCloudRemoval>> kept;
        try
        {
            var source = Path.Combine(folder, "sent");
            await WriteAsync(source, length, cancellationToken).ConfigureAwait(false);

            // The first transfer also opens the connection and fetches the token.
            await SendAsync(environmentId, source, used.GetRange(0, 1), 1, meter, cancellationToken).ConfigureAwait(false);
            var search = new ThrottleSearch(timeProvider);
            measures =
            [
                await search.RunAsync(WxCloudSyncDirection.Upload, length, count, limit => SendAsync(environmentId, source, used, limit, meter, cancellationToken)).ConfigureAwait(false),
                await search.RunAsync(WxCloudSyncDirection.Download, length, count, limit => ReceiveAsync(environmentId, folder, used, limit, meter, cancellationToken)).ConfigureAwait(false),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            kept = await RemoveAsync(environmentId, cancellationToken.IsCancellationRequested ? used : fileIds).ConfigureAwait(false);
        }

        foreach (var measure in measures)
        {
            yield return new(environmentId, measure);
        }

        foreach (var failed in kept)
        {
            yield return new(failed.Item, failed.Error!);
        }
    }

    /// <summary>The folder of this user on this computer: two computers may measure at the same time.</summary>
    private static string FolderName()
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}/{Environment.UserName}"));
        return $".wxcloud-bench/{string.Concat(digest.Take(4).Select(static one => one.ToString("x2", CultureInfo.InvariantCulture)))}/";
    }

    /// <summary>Random bytes, which no proxy can compress.</summary>
    private static async Task WriteAsync(string path, long length, CancellationToken cancellationToken)
    {
        try
        {
            var block = new byte[(int)Math.Min(length, BlockBytes)];
            using var random = RandomNumberGenerator.Create();
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
            for (var left = length; left > 0; left -= block.Length)
            {
                random.GetBytes(block);
                await file.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (DiskFailure.Describe(path, e) is { } failure)
        {
            throw failure;
        }
    }

    private async Task SendAsync(string environmentId, string source, List<FileId> targets, int limit, TransferMeter? meter, CancellationToken cancellationToken)
    {
        using var cut = new CancellationTokenSource();
        using var interruption = cancellationToken.Register(() => cut.CancelAfter(s_uploadLimit));
        Outcome<string, WxCloudFile>? failed = null;
        var items = EachAsync(targets
            .TakeWhile(_ => failed is null && !cancellationToken.IsCancellationRequested)
            .Select(target => new Outcome<string, UploadItem>(target.CloudPath, new UploadItem(source, target.CloudPath))));
        try
        {
            await foreach (var sent in uploader.SendAsync(items, new() { EnvironmentId = environmentId, ThrottleLimit = limit }, meter, cut.Token).ConfigureAwait(false))
            {
                if (sent.Error is not null && failed is null)
                {
                    failed = sent;
                    cut.CancelAfter(s_uploadLimit);
                }
            }
        }
        catch (OperationCanceledException) when (failed is not null)
        {
        }

        failed?.Require();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task ReceiveAsync(string environmentId, string folder, List<FileId> sources, int limit, TransferMeter? meter, CancellationToken cancellationToken)
    {
        var options = new DownloadOptions { EnvironmentId = environmentId, Destination = Path.Combine(folder, "received"), Flatten = true, Force = true, ThrottleLimit = limit };
        await foreach (var received in downloader.ReceiveAsync(EachAsync(sources.ConvertAll(static source => source.Text)), options, meter, cancellationToken).ConfigureAwait(false))
        {
            received.Require();
        }
    }

    /// <summary>Removes the files, also after a failure or an interruption.</summary>
    /// <returns>The files that could not be removed.</returns>
    private async Task<List<Outcome<string, WxCloudRemoval>>> RemoveAsync(string environmentId, List<FileId> fileIds)
    {
        using var limit = new CancellationTokenSource(s_removalLimit);
        var kept = new List<Outcome<string, WxCloudRemoval>>();
        await foreach (var removal in lists.DeleteAsync(environmentId, EachAsync(fileIds.ConvertAll(static fileId => fileId.Text)), limit.Token).ConfigureAwait(false))
        {
            if (removal.Error is { Category: not WxCloudErrorCategory.ObjectNotFound })
            {
                kept.Add(removal);
            }
        }

        return kept;
    }

    private static async IAsyncEnumerable<T> EachAsync<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
