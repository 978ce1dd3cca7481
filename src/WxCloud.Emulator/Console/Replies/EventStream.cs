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
    /// <summary>How often the stream looks for what is new: often enough for the eye, seldom enough to cost nothing.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <summary>After how many looks without anything new a comment is sent, which shows that the connection is alive.</summary>
    private const int QuietLooks = 150;

    /// <summary>Sends events until the client is gone.</summary>
    /// <param name="context">The request.</param>
    /// <param name="readNew">Reads what is new and the id that the event gets; null when nothing is.</param>
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
            // The page was closed, or the emulator stops.
        }
    }

    private static async Task SendAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
