using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage;

namespace WxCloud.Transfers.Links;

/// <summary>The temporary URLs that the service gives for fileIDs.</summary>
internal sealed class ServiceLinks(StorageClient storage) : ILinkProvider
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Outcome<FileId, FileLink>>> GetAsync(IReadOnlyList<FileId> fileIds, CancellationToken cancellationToken) =>
        storage.GetLinksAsync(fileIds[0].EnvironmentId, fileIds, LinkSource.LifetimeSeconds, cancellationToken);

    /// <inheritdoc/>
    public bool CanReplace(WxCloudException refusal) => refusal.RetryAdvice == RetryAdvice.RenewTicket;

    /// <inheritdoc/>
    public async Task<Outcome<FileId, FileLink>> ReplaceAsync(FileId fileId, CancellationToken cancellationToken) =>
        (await GetAsync([fileId], cancellationToken).ConfigureAwait(false))[0];
}
