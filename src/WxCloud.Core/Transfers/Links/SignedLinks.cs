using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Storage.Buckets;

namespace WxCloud.Transfers.Links;

/// <summary>
/// Addresses of the bucket itself, signed with COS keys. They cost no call, give the current content of the bucket instead of that in a CDN's cache,
/// and reach objects that the service does not find because they lack its metadata.
/// </summary>
/// <param name="bucket">The bucket of all files.</param>
/// <param name="service">Gives links where the keys may list objects but not read them.</param>
internal sealed class SignedLinks(EnvironmentBucket bucket, ILinkProvider service) : ILinkProvider
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Outcome<FileId, FileLink>>> GetAsync(IReadOnlyList<FileId> fileIds, CancellationToken cancellationToken)
    {
        var links = new Outcome<FileId, FileLink>[fileIds.Count];
        for (var i = 0; i < links.Length; i++)
        {
            var (address, expiresOn) = await bucket.SignAsync(fileIds[i].CloudPath, TimeSpan.FromSeconds(LinkSource.LifetimeSeconds), cancellationToken).ConfigureAwait(false);
            links[i] = new(fileIds[i], new FileLink(fileIds[i], address, LinkSource.LifetimeSeconds, expiresOn, "ok"));
        }

        return links;
    }

    /// <inheritdoc/>
    public bool CanReplace(WxCloudException refusal) => refusal.HttpStatus == 403 || refusal.RetryAdvice == RetryAdvice.RenewTicket;

    /// <inheritdoc/>
    public Task<Outcome<FileId, FileLink>> ReplaceAsync(FileId fileId, CancellationToken cancellationToken) => service.ReplaceAsync(fileId, cancellationToken);
}
