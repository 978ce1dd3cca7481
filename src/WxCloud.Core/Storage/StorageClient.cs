using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Errors;
using WxCloud.Model;

namespace WxCloud.Storage;

/// <summary>The three storage calls of the service. Lists here are what one call takes; longer ones are the business of <c>StorageLists</c>.</summary>
internal sealed class StorageClient(ApiClient api, TimeProvider timeProvider)
{
    /// <summary>The limit of fileIDs in one call.</summary>
    public const int MaxFileIds = 50;

    /// <summary>Requests the ticket for posting a file. It stores nothing.</summary>
    public async Task<UploadTicket> GetUploadTicketAsync(string environmentId, string cloudPath, CancellationToken cancellationToken)
    {
        var asked = timeProvider.GetUtcNow();
        var reply = await api.PostAsync(
            "tcb/uploadfile",
            new(environmentId, CloudPath.CheckFile(cloudPath)),
            StorageJson.Instance.UploadTicketRequest,
            StorageJson.Instance.UploadTicketReply,
            cancellationToken).ConfigureAwait(false);
        if (reply is not { Url.Length: > 0, Token: not null, Authorization.Length: > 0, FileId.Length: > 0, CosFileId.Length: > 0 })
        {
            throw Error.NotAnAnswer("tcb/uploadfile", "url, token, authorization, file_id, cos_file_id");
        }

        return new(
            LinkUri.Parse(reply.Url, cloudPath),
            cloudPath,
            new(reply.Authorization),
            new(reply.Token),
            FileId.Parse(reply.FileId),
            reply.CosFileId,
            asked);
    }

    /// <summary>Requests the temporary URLs of up to 50 files; one outcome each, in their order.</summary>
    /// <param name="environmentId">The environment that all of them belong to.</param>
    /// <param name="fileIds">The files; the same one may be listed twice.</param>
    /// <param name="maxAge">The lifetime in seconds.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<Outcome<FileId, FileLink>>> GetLinksAsync(
        string environmentId,
        IReadOnlyList<FileId> fileIds,
        int maxAge,
        CancellationToken cancellationToken)
    {
        var asked = timeProvider.GetUtcNow();
        var reply = await api.PostAsync(
            "tcb/batchdownloadfile",
            new(environmentId, [.. fileIds.Select(fileId => new LinkRequestItem(fileId.Text, maxAge))]),
            StorageJson.Instance.LinkRequest,
            StorageJson.Instance.LinkReply,
            cancellationToken).ConfigureAwait(false);
        return Answers(fileIds, reply.Files, (fileId, item) =>
        {
            if (string.IsNullOrEmpty(item.DownloadUrl))
            {
                throw item.Errmsg is "ok" or null ? Error.NoAnswerForItem(fileId.Text) : ServiceFailure.FromItemStatus(fileId.Text, item.Status ?? 0, item.Errmsg);
            }

            var url = LinkUri.Parse(item.DownloadUrl!, fileId.CloudPath);

            // A publicly readable file has a link without a query, which never expires.
            return new FileLink(fileId, url, maxAge, url.Query.Length > 1 ? asked.AddSeconds(maxAge) : null, item.Errmsg ?? "ok");
        });
    }

    /// <summary>Deletes up to 50 files; one outcome each, in their order.</summary>
    public async Task<IReadOnlyList<Outcome<FileId, WxCloudRemoval>>> DeleteAsync(
        string environmentId,
        IReadOnlyList<FileId> fileIds,
        CancellationToken cancellationToken)
    {
        var reply = await api.PostAsync(
            "tcb/batchdeletefile",
            new(environmentId, [.. fileIds.Select(fileId => fileId.Text)]),
            StorageJson.Instance.DeleteRequest,
            StorageJson.Instance.DeleteReply,
            cancellationToken).ConfigureAwait(false);
        return Answers(fileIds, reply.Files, static (fileId, item) => item.Status is null
            ? throw Error.NoAnswerForItem(fileId.Text)
            : new WxCloudRemoval
            {
                FileId = fileId.Text,
                CloudPath = fileId.CloudPath,
                StatusMessage = item.Errmsg ?? "ok",
            });
    }

    private static Outcome<FileId, T>[] Answers<T>(
        IReadOnlyList<FileId> asked,
        IReadOnlyList<StorageReplyItem?>? replies,
        Func<FileId, StorageReplyItem, T> read)
    {
        var finder = new BatchReplyMatcher(asked, replies ?? []);
        var outcomes = new Outcome<FileId, T>[asked.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var fileId = asked[i];
            try
            {
                var item = finder.Find(i) ?? throw Error.NoAnswerForItem(fileId.Text);
                outcomes[i] = item.Status is { } status and not 0
                    ? throw ServiceFailure.FromItemStatus(fileId.Text, status, item.Errmsg)
                    : new(fileId, read(fileId, item));
            }
            catch (WxCloudException e)
            {
                outcomes[i] = new(fileId, e);
            }
        }

        return outcomes;
    }
}
