using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Model;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Queue;
using WxCloud.WebFiles;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that moves files to or from any server, several at a time, without a connection to the cloud.</summary>
public abstract class WebFileCommand : WxCloudCommand
{
    private protected WebFileCommand()
    {
    }

    /// <summary>Header fields to add to each request; Referer cannot be set.</summary>
    [Parameter]
    public IDictionary? Header { get; set; }

    /// <summary>Seconds for connecting, for the reply to begin, and for silence between bytes.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>The number of files transferred at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = TransferQueue.DefaultThrottleLimit;

    private protected IReadOnlyList<KeyValuePair<string, string>> HeaderFields => FieldsOf(Header);

    /// <summary>Opens a stream of transfers through one client.</summary>
    private protected IItemStream<Outcome<string, TItem>> OpenTransfers<TItem, TResult>(
        string activity,
        Func<WebFileClient, TItem, TransferMeter, CancellationToken, Task<TResult>> transfer)
    {
        var meter = ShowProgress(activity);
        return OpenStream<Outcome<string, TItem>, TResult>(RunAsync);

        // The client is disposed with the stream, however that ends, and its sockets are closed.
        async IAsyncEnumerable<Outcome<string, TResult>> RunAsync(
            IAsyncEnumerable<Outcome<string, TItem>> items,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            using var client = new WebFileClient(TimeSpan.FromSeconds(TimeoutSec), TimeProvider.System);
            ListenTo(client.Log);
            var outcomes = TransferQueue.RunAsync(
                items,
                ThrottleLimit,
                (item, token) => TransferQueue.AttemptAsync(item.Item, () => transfer(client, item.Require(), meter, token), token),
                cancellationToken);
            await foreach (var outcome in outcomes.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return outcome;
            }
        }
    }

    private protected static IReadOnlyList<KeyValuePair<string, string>> FieldsOf(IDictionary? table) =>
        table is null
            ? []
            : [.. table.Cast<DictionaryEntry>().Select(static field =>
                new KeyValuePair<string, string>(TextOf(field.Key), TextOf(field.Value)))];

    private static string TextOf(object? value) => LanguagePrimitives.ConvertTo<string>(value) ?? string.Empty;
}
