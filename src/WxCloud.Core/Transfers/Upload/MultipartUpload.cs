using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// Sends one large file in parts, several at a time while streams are free. Parts that the bucket has from an earlier run,
/// and that are still the file's, are not sent again. The whole is compared by its CRC64.
/// </summary>
internal sealed class MultipartUpload(
    EnvironmentBucket bucket,
    UploadClaims claims,
    StreamPermits permits,
    UploadItem item,
    PartPlan plan,
    FileMeter? progress) : IDisposable
{
    /// <summary>At most this many parts of one file at a time.</summary>
    private const int MaxStreams = 4;

    private const int ReadBytes = 1024 * 1024;

    private readonly string _key = bucket.Address.KeyOf(item.CloudPath);
    private readonly StoredPart[] _parts = new StoredPart[plan.Count];
    private readonly ulong[] _checksums = new ulong[plan.Count];
    private Dictionary<int, StoredPart> _stored = [];
    private string? _uploadId;
    private UploadClaim? _claim;
    private string _contentType = string.Empty;
    private string _fileIdMetadata = string.Empty;
    private int _next = -1;

    /// <summary>Finds or begins the upload; the file itself is not touched, so that a refusal costs nothing.</summary>
    /// <param name="contentType">The content type to store.</param>
    /// <param name="canResume">Whether an upload of an earlier run may be resumed.</param>
    /// <param name="fileIdMetadata">The metadata by which the cloud recognizes the file.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="WxCloudException">The storage does not take an upload in parts.</exception>
    public async Task BeginAsync(string contentType, bool canResume, string fileIdMetadata, CancellationToken cancellationToken)
    {
        (_contentType, _fileIdMetadata) = (contentType, fileIdMetadata);
        if (!canResume || !await TryResumeAsync(cancellationToken).ConfigureAwait(false))
        {
            await InitiateAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends the parts that the bucket does not have, and puts all of them together. Called again, after what was put together turned out
    /// damaged, it sends all parts anew.
    /// </summary>
    /// <param name="cancellationToken">Stops the upload; its parts stay for a later run.</param>
    /// <returns>What is stored; its checksum may differ from that of the file.</returns>
    /// <exception cref="WxCloudException">The file could not be sent. Unless the network failed, its parts are removed.</exception>
    public async Task<UploadReceipt> SendAsync(CancellationToken cancellationToken)
    {
        if (_claim!.IsOver)
        {
            progress?.Restart();
            await InitiateAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await TrySendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (IsTakenAway(e))
        {
            // Another computer went on with it as well, and completed it or gave it up. From here on the upload is ours alone.
            progress?.Restart();
            await InitiateAsync(cancellationToken).ConfigureAwait(false);
            return await TrySendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _claim?.Dispose();

    /// <summary>Whether the upload, or a part of it, is no longer what this run made of it.</summary>
    private static bool IsTakenAway(WxCloudException e) => e.Errmsg is "NoSuchUpload" or "InvalidPart";

    /// <summary>Whether a later run may succeed with the same parts.</summary>
    private static bool IsPassing(WxCloudException e) => e.IsOfTheNetwork || (e.HttpStatus is { } status && Error.IsTransient(status));

    private async Task<UploadReceipt> TrySendAsync(CancellationToken cancellationToken)
    {
        var uploadId = _uploadId!;
        try
        {
            using var file = LocalFile.Open(item.LocalPath);
            if (file.Length != plan.Length)
            {
                throw Error.FileChanged(item.LocalPath);
            }

            await SendPartsAsync(uploadId, file, cancellationToken).ConfigureAwait(false);
            file.Seek(plan.Length);
            await file.ThrowIfChangedAsync(cancellationToken).ConfigureAwait(false);
            var receipt = await CompleteAsync(uploadId, cancellationToken).ConfigureAwait(false);
            _claim!.IsOver = true;
            if (receipt.StoredCrc64 is null || receipt.StoredCrc64 == receipt.Crc64)
            {
                await CorrectTypeAsync(cancellationToken).ConfigureAwait(false);
            }

            return receipt;
        }
        catch (WxCloudException e) when (!IsPassing(e) && !_claim!.IsOver)
        {
            _claim.IsOver = true;
            if (!IsTakenAway(e))
            {
                await bucket.Multipart.TryAbortAsync(_key, uploadId, item.LocalPath).ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task InitiateAsync(CancellationToken cancellationToken)
    {
        var uploadId = await bucket.Multipart.InitiateAsync(_key, _contentType, _fileIdMetadata, [], item.LocalPath, cancellationToken).ConfigureAwait(false);
        _claim?.Dispose();
        _claim = claims.Begin(bucket.Address.Bucket, _key, uploadId);
        (_uploadId, _stored, _next) = (uploadId, [], -1);
    }

    /// <summary>A resumed upload has the content type of the run that began it, which may have been given another one.</summary>
    private async Task CorrectTypeAsync(CancellationToken cancellationToken)
    {
        if (_stored.Count > 0
            && await bucket.Objects.HeadAsync(_key, item.LocalPath, cancellationToken).ConfigureAwait(false) is { } head
            && head.ContentType != _contentType)
        {
            await bucket.Copies.RunAsync(_key, head with { ContentType = _contentType }, _key, _fileIdMetadata, item.LocalPath, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Resumes the newest upload of the key of an earlier run whose parts fit the plan.</summary>
    private async Task<bool> TryResumeAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var upload in (await bucket.Multipart.ListUploadsAsync(_key, item.LocalPath, cancellationToken).ConfigureAwait(false)).Reverse())
            {
                var parts = await ListPartsAsync(upload.Id, cancellationToken).ConfigureAwait(false);
                if (parts?.All(part => part.Number <= plan.Count && part.Length == plan.LengthOf(part.Number - 1)) == true
                    && claims.TryResume(bucket.Address.Bucket, _key, upload.Id, LastActivity(upload, parts)) is { } claim)
                {
                    (_uploadId, _claim, _stored) = (upload.Id, claim, parts.ToDictionary(static part => part.Number - 1));
                    return true;
                }
            }
        }
        catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.PermissionDenied)
        {
            // The right to list uploads is not among those that sending in parts needs: without it, nothing is resumed.
        }

        return false;
    }

    private static DateTimeOffset? LastActivity(OpenUpload upload, IReadOnlyList<StoredPart> parts) =>
        parts.Select(static part => part.LastModified).Append(upload.Initiated).Max();

    private async Task<IReadOnlyList<StoredPart>?> ListPartsAsync(string uploadId, CancellationToken cancellationToken)
    {
        try
        {
            return await bucket.Multipart.ListPartsAsync(_key, uploadId, item.LocalPath, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.HttpStatus == 404)
        {
            // Completed or aborted meanwhile.
            return null;
        }
    }

    private async Task SendPartsAsync(string uploadId, LocalFile file, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var streams = new List<Task> { Task.Run(() => RunStreamAsync(isExtra: false), CancellationToken.None) };
        while (streams.Count < Math.Min(MaxStreams, plan.Count) && permits.TryTakeExtra())
        {
            streams.Add(Task.Run(() => RunStreamAsync(isExtra: true), CancellationToken.None));
        }

        await Task.WhenAll(streams).ConfigureAwait(false);

        async Task RunStreamAsync(bool isExtra)
        {
            try
            {
                for (var index = Interlocked.Increment(ref _next); index < plan.Count; index = Interlocked.Increment(ref _next))
                {
                    // Said with the part that is next, instead of after all of them.
                    file.ThrowIfWritten();
                    if (!_stored.TryGetValue(index, out var part) || !await IsOfTheFileAsync(index, part, stop.Token).ConfigureAwait(false))
                    {
                        await SendPartAsync(uploadId, index, stop.Token).ConfigureAwait(false);
                    }
                }
            }
            catch
            {
                // One part that cannot be sent stops the others.
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                if (isExtra)
                {
                    permits.Return();
                }
            }
        }
    }

    private async Task SendPartAsync(string uploadId, int index, CancellationToken cancellationToken)
    {
        PartBody? body = null;
        var etag = await bucket.Multipart.SendPartAsync(
            _key,
            uploadId,
            index + 1,
            watch =>
            {
                // Another attempt: what the one before counted did not arrive.
                progress?.Report(-(body?.Sent ?? 0));
                return body = new(item.LocalPath, plan.OffsetOf(index), plan.LengthOf(index), plan.Length, watch, progress);
            },
            crc64 =>
            {
                if (crc64 is not null && crc64 != Text(body!.Checksum))
                {
                    throw Error.ChecksumMismatch(item.LocalPath, "CRC64");
                }
            },
            item.LocalPath,
            cancellationToken).ConfigureAwait(false);
        Keep(index, new(index + 1, etag, plan.LengthOf(index)), body!.Checksum);
    }

    /// <summary>Whether a part that the bucket has is what the file holds there now.</summary>
    private async Task<bool> IsOfTheFileAsync(int index, StoredPart part, CancellationToken cancellationToken)
    {
        using var file = LocalFile.Open(item.LocalPath);
        file.Seek(plan.OffsetOf(index));
#pragma warning disable CA5351 // The entity tag of a part is its MD5.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        var checksum = new Crc64();
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            for (var left = part.Length; left > 0;)
            {
                var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw Error.FileChanged(item.LocalPath);
                }

                md5.AppendData(buffer, 0, read);
                checksum.Append(buffer.AsSpan(0, read));
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var hash = md5.GetHashAndReset();
        if (!string.Equals(Convert.ToHexStringLower(hash, 0, hash.Length), part.ETag, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        progress?.Report(part.Length);
        Keep(index, part, checksum.Value);
        return true;
    }

    private void Keep(int index, StoredPart part, ulong checksum)
    {
        _parts[index] = part;
        _checksums[index] = checksum;
    }

    private async Task<UploadReceipt> CompleteAsync(string uploadId, CancellationToken cancellationToken)
    {
        var whole = _checksums[0];
        for (var index = 1; index < plan.Count; index++)
        {
            whole = Crc64.Combine(whole, _checksums[index], plan.LengthOf(index));
        }

        var (etag, crc64) = await JoinAsync(uploadId, Text(whole), cancellationToken).ConfigureAwait(false);
        var head = crc64 is null ? await bucket.Objects.HeadAsync(_key, item.LocalPath, cancellationToken).ConfigureAwait(false) : null;
        return head is not null && head.Length != plan.Length
            ? throw Error.Truncated(item.LocalPath, head.Length, plan.Length)
            : new(etag ?? head?.ETag, Text(whole), crc64 ?? head?.Crc64);
    }

    private async Task<(string? ETag, string? Crc64)> JoinAsync(string uploadId, string whole, CancellationToken cancellationToken)
    {
        try
        {
            return await bucket.Multipart.CompleteAsync(_key, uploadId, _parts, item.LocalPath, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.HttpStatus == 404)
        {
            // An attempt whose reply was lost may have completed it: then the object is there, and its checksum decides.
            var head = await bucket.Objects.HeadAsync(_key, item.LocalPath, cancellationToken).ConfigureAwait(false);
            if (head?.Crc64 != whole)
            {
                throw;
            }

            return (head.ETag, head.Crc64);
        }
    }

    private static string Text(ulong checksum) => checksum.ToString(CultureInfo.InvariantCulture);
}
