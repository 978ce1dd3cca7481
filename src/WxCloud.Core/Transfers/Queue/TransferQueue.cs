using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Model;

namespace WxCloud.Transfers.Queue;

/// <summary>
/// Processes many items, some at a time, and returns results as they finish. Memory is the throttle limit's worth of items on
/// their way plus as many results that were not taken yet: a slow consumer slows the work, however many items there are.
/// </summary>
internal static class TransferQueue
{
    /// <summary>Ten at once, as a Mini Program is allowed (developers.weixin.qq.com/miniprogram/dev/framework/ability/network.md).</summary>
    public const int DefaultThrottleLimit = 10;

    /// <param name="items">The items; one is taken when a place is free.</param>
    /// <param name="limit">The number of items processed at once.</param>
    /// <param name="work">The work on one item.</param>
    /// <param name="cancellationToken">Stops everything; so does the end of the enumeration.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        int limit,
        Func<TItem, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<TResult>(limit);
        var all = Task.Run(() => RunAllAsync(items, limit, work, results.Writer, stop), CancellationToken.None);
        try
        {
            while (await results.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (results.Reader.TryRead(out var result))
                {
                    yield return result;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    /// <summary>Turns what a step throws into an outcome, except what ends everything: the user's wish, or a lost connection.</summary>
    public static async Task<Outcome<TItem, TValue>> AttemptAsync<TItem, TValue>(
        TItem item,
        Func<Task<TValue>> step,
        CancellationToken cancellationToken)
    {
        try
        {
            return new(item, await step().ConfigureAwait(false));
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            return new(item, e);
        }
        catch (Exception e) when (e is not WxCloudException && !cancellationToken.IsCancellationRequested)
        {
            return new(item, Error.Unexpected(e, item?.ToString()));
        }
    }

    /// <summary>Runs until the items end or the work is stopped; the first failure reaches the reader through the channel.</summary>
    private static async Task RunAllAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        int limit,
        Func<TItem, CancellationToken, Task<TResult>> work,
        ChannelWriter<TResult> results,
        CancellationTokenSource stop)
    {
        Exception? failure = null;
        var source = items.GetAsyncEnumerator(stop.Token);
        using var turn = new SemaphoreSlim(1, 1);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, limit).Select(_ => Task.Run(WorkAsync, CancellationToken.None))).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        try
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure ??= e;
        }

        results.TryComplete(failure);

        async Task WorkAsync()
        {
            try
            {
                while (await TakeAsync().ConfigureAwait(false) is (true, var item))
                {
                    var result = await work(item!, stop.Token).ConfigureAwait(false);
                    await results.WriteAsync(result, stop.Token).ConfigureAwait(false);
                }
            }
            catch
            {
                // A worker that fails stops the others.
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        async Task<(bool IsThere, TItem? Item)> TakeAsync()
        {
            await turn.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                return await source.MoveNextAsync().ConfigureAwait(false) ? (true, source.Current) : (false, default);
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
