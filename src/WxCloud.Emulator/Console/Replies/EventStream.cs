using System;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Console.Replies;

/// <summary>Server-sent events (html.spec.whatwg.org, section 9.2): each is the JSON of what is new.</summary>
internal static class EventStream
{
    /// <summary>The interval at which the stream looks for new entries: short enough to seem immediate, long enough to cost little.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <summary>The number of intervals without new entries after which a comment is sent, which shows that the connection is alive.</summary>
    private const int QuietLooks = 150;

    /// <summary>Sends events until the client disconnects.</summary>
    /// <param name="context">The request.</param>
    /// <param name="readNew">Reads the new entries and the id of their event; null when there are none.</param>
    /// <param name="type">How it is written.</param>
    public static async Task SendEventsAsync<T>(this HttpContext context, Func<(string Id, T News)?> readNew, JsonTypeInfo<T> type)
    {
        var aborted = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        await SendAsync(context, ": ready\n\n").ConfigureAwait(false);
        using var timer = new PeriodicTimer(s_interval);
        var quiet = 0;
        try
        {
            do
            {
                if (readNew() is var (id, news))
                {
                    quiet = 0;
                    await SendAsync(context, $"id: {id}\ndata: {JsonSerializer.Serialize(news, type)}\n\n").ConfigureAwait(false);
                }
                else if (++quiet == QuietLooks)
                {
                    quiet = 0;
                    await SendAsync(context, ": quiet\n\n").ConfigureAwait(false);
                }
            }
            while (await timer.WaitForNextTickAsync(aborted).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The page was closed, or the emulator is stopping.
        }
    }

    private static async Task SendAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
