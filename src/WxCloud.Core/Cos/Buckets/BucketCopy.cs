using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cos.Buckets;

/// <summary>Copies objects inside a bucket: in one call up to its limit, else in parts that the storage copies itself.</summary>
internal sealed class BucketCopy(BucketClient objects, MultipartClient multipart)
{
    /// <summary>At most this many parts of one copy at a time.</summary>
    private const int MaxStreams = 4;

    /// <summary>Copies; the content type and other headers are kept, and the fileID metadata becomes that of the target.</summary>
    /// <param name="source">The key to copy from.</param>
    /// <param name="head">What the source is; the copy is refused when it has changed.</param>
    /// <param name="target">The key to copy to; the same one to replace the metadata alone.</param>
    /// <param name="fileIdMetadata">The metadata of the target.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <exception cref="WxCloudException">It could not be copied; then the target is what it was.</exception>
    public Task RunAsync(string source, ObjectHead head, string target, string fileIdMetadata, string item, CancellationToken cancellationToken) =>
        head.Length <= BucketClient.MaxCopyBytes
            ? objects.CopyAsync(source, head, target, fileIdMetadata, item, cancellationToken)
            : RunInPartsAsync(source, head, target, fileIdMetadata, PartPlan.ForCopy(head.Length), item, cancellationToken);

    /// <summary>Copies in parts, several at a time.</summary>
    /// <exception cref="WxCloudException">It could not be copied; its parts are removed.</exception>
    public async Task RunInPartsAsync(
        string source,
        ObjectHead head,
        string target,
        string fileIdMetadata,
        PartPlan plan,
        string item,
        CancellationToken cancellationToken)
    {
        var uploadId = await multipart.InitiateAsync(target, head.ContentType ?? BucketClient.DefaultContentType, fileIdMetadata, head.Headers, item, cancellationToken).ConfigureAwait(false);
        try
        {
            var parts = await CopyPartsAsync(source, head, target, uploadId, plan, item, cancellationToken).ConfigureAwait(false);
            await multipart.CompleteAsync(target, uploadId, parts, item, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Also when it was stopped: nothing resumes a copy, and its parts would be paid for without end.
            await multipart.TryAbortAsync(target, uploadId, item).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<StoredPart[]> CopyPartsAsync(
        string source,
        ObjectHead head,
        string target,
        string uploadId,
        PartPlan plan,
        string item,
        CancellationToken cancellationToken)
    {
        var parts = new StoredPart[plan.Count];
        var next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(MaxStreams, plan.Count)).Select(_ => RunStreamAsync())).ConfigureAwait(false);
        return parts;

        async Task RunStreamAsync()
        {
            try
            {
                for (var index = Interlocked.Increment(ref next); index < plan.Count; index = Interlocked.Increment(ref next))
                {
                    var range = new ByteRange(plan.OffsetOf(index), plan.OffsetOf(index) + plan.LengthOf(index) - 1);
                    var etag = await multipart.CopyPartAsync(target, uploadId, index + 1, source, range, head.ETag, item, stop.Token).ConfigureAwait(false);
                    parts[index] = new(index + 1, etag, plan.LengthOf(index));
                }
            }
            catch
            {
                // One part that cannot be copied stops the others.
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
