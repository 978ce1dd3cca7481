using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Storage;

namespace WxCloud.Transfers.Links;

/// <summary>Links and deletions for any number of files.</summary>
internal sealed class StorageLists(StorageClient storage)
{
    /// <summary>Requests the temporary URLs of any number of files; one outcome each, in their order.</summary>
    public IAsyncEnumerable<Outcome<string, WxTempFileUrl>> GetLinksAsync(
        string environmentId,
        IAsyncEnumerable<string> fileIds,
        int maxAge,
        CancellationToken cancellationToken) =>
        RunAsync(environmentId, fileIds, (batch, token) => storage.GetLinksAsync(environmentId, batch, maxAge, token), static link => link.ToResult(), cancellationToken);

    /// <summary>Deletes any number of files; one outcome each, in their order.</summary>
    public IAsyncEnumerable<Outcome<string, WxCloudRemoval>> DeleteAsync(
        string environmentId,
        IAsyncEnumerable<string> fileIds,
        CancellationToken cancellationToken) =>
        RunAsync(environmentId, fileIds, (batch, token) => storage.DeleteAsync(environmentId, batch, token), static removal => removal, cancellationToken);

    private static async IAsyncEnumerable<Outcome<string, TResult>> RunAsync<TReply, TResult>(
        string environmentId,
        IAsyncEnumerable<string> fileIds,
        Func<IReadOnlyList<FileId>, CancellationToken, Task<IReadOnlyList<Outcome<FileId, TReply>>>> call,
        Func<TReply, TResult> show,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var outcomes = FileIdCalls.RunAsync(
            ParseAsync(environmentId, fileIds, cancellationToken),
            static fileId => fileId,
            call,
            maxWait: null,
            FileIdCalls.CallsAhead,
            cancellationToken);
        await foreach (var outcome in outcomes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return outcome.Error is null ? new(outcome.Item, show(outcome.Value.Value)) : new(outcome.Item, outcome.Error);
        }
    }

    private static async IAsyncEnumerable<Outcome<string, FileId>> ParseAsync(
        string environmentId,
        IAsyncEnumerable<string> fileIds,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var text in fileIds.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return FileId.TryParse(text, environmentId);
        }
    }
}
