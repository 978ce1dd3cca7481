using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Storage.Buckets;

/// <summary>
/// Gives the value of <c>x-cos-meta-fileid</c>, without which Mini Programs cannot read an object: from an upload ticket, or
/// inside a cloud container from its platform.
/// </summary>
/// <param name="storage">Gives tickets.</param>
/// <param name="container">The calls of the container's platform; <see langword="null"/> elsewhere.</param>
internal sealed class FileIdMetadata(StorageClient storage, StorageKeyCalls? container)
{
    public async Task<string> GetAsync(string environmentId, string bucket, string cloudPath, CancellationToken cancellationToken) =>
        container is not null
            ? await container.EncodeFileIdAsync(bucket, cloudPath, cancellationToken).ConfigureAwait(false)
            : (await storage.GetUploadTicketAsync(environmentId, cloudPath, cancellationToken).ConfigureAwait(false)).CosFileId;
}
