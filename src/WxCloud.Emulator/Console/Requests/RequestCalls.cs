using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Console.Replies;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>The control calls that read the log of requests: a page of it, one request with headers and bodies, and the stream of new ones.</summary>
internal sealed class RequestCalls(RequestLog log)
{
    private const int PageLimit = 1000;

    public IEnumerable<KeyValuePair<string, Func<HttpContext, Task>>> All =>
    [
        new("GET requests/log", ListAsync),
        new("GET requests/detail", DetailAsync),
        new("GET requests/stream", StreamAsync),
        new("DELETE requests/log", ClearAsync),
    ];

    private Task ListAsync(HttpContext context)
    {
        var after = Number(context, "after") ?? 0;
        var limit = (int)Math.Clamp(Number(context, "limit") ?? PageLimit, 1, PageLimit);
        return context.SendJsonAsync(new LoggedRequestPage([.. log.After(after, limit).Select(RequestSummary.Of)], log.LastId), RequestJson.Default.LoggedRequestPage);
    }

    private Task DetailAsync(HttpContext context)
    {
        return log.Find(Number(context, "id") ?? 0) is { } request
            ? context.SendJsonAsync(RequestDetail.Of(request), RequestJson.Default.RequestDetail)
            : context.SendErrorAsync(StatusCodes.Status404NotFound, "The request is not in the log; it keeps the last 10 000.");
    }

    private Task ClearAsync(HttpContext context)
    {
        log.Clear();
        return context.SendJsonAsync(new LoggedRequestPage([], log.LastId), RequestJson.Default.LoggedRequestPage);
    }

    /// <summary>Server-sent events: each is a JSON array of requests, the first from the id after <c>after</c> (or <c>Last-Event-ID</c>).</summary>
    private Task StreamAsync(HttpContext context)
    {
        var last = Number(context, "after") ?? LastEventId(context) ?? log.LastId;
        return context.SendEventsAsync(
            () =>
            {
                var found = log.LastId > last ? log.After(last, PageLimit) : [];
                if (found.Count == 0)
                {
                    return null;
                }

                last = found[^1].Id;
                return (last.ToString(CultureInfo.InvariantCulture), found.Select(RequestSummary.Of).ToArray());
            },
            RequestJson.Default.RequestSummaryArray);
    }

    private static long? LastEventId(HttpContext context) => Parse(context.Request.Headers["Last-Event-ID"]);

    private static long? Number(HttpContext context, string name) => Parse(context.Request.Query[name]);

    private static long? Parse(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A part of the log, oldest first.</summary>
/// <param name="Requests">The requests.</param>
/// <param name="LastId">The id of the newest request of the whole log.</param>
internal sealed record LoggedRequestPage(IReadOnlyList<RequestSummary> Requests, long LastId);

/// <summary>A row of the log.</summary>
internal record RequestSummary(
    long Id,
    long Time,
    string Method,
    string Route,
    string Target,
    int Status,
    string? Code,
    string? RequestId,
    double Milliseconds,
    long? RequestLength,
    long? ReplyLength,
    string? Fault)
{
    public static RequestSummary Of(LoggedRequest request) => new(
        request.Id,
        request.Time.ToUnixTimeMilliseconds(),
        request.Method,
        request.Route,
        SecretMask.Query(request.Target),
        request.Status,
        request.Code,
        request.RequestId,
        Math.Round(request.Elapsed.TotalMilliseconds, 2),
        request.RequestLength,
        request.ReplyLength,
        request.Fault);
}

/// <summary>One request with all details; a body is null when there was none, when it was neither JSON nor XML, or when it was dropped to save memory.</summary>
internal sealed record RequestDetail(
    RequestSummary Summary, IReadOnlyList<LoggedHeader> RequestHeaders, IReadOnlyList<LoggedHeader> ReplyHeaders, string? RequestBody, string? ReplyBody)
{
    public static RequestDetail Of(LoggedRequest request) => new(
        RequestSummary.Of(request),
        SecretMask.Headers(request.RequestHeaders),
        SecretMask.Headers(request.ReplyHeaders),
        SecretMask.Body(request.RequestBody),
        SecretMask.Body(request.ReplyBody));
}

internal sealed record LoggedHeader(string Name, string Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoggedRequestPage))]
[JsonSerializable(typeof(RequestSummary[]))]
[JsonSerializable(typeof(RequestDetail))]
internal sealed partial class RequestJson : JsonSerializerContext;
