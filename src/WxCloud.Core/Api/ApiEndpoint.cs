using System;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Api;

/// <summary>One JSON call to the service, and what came of it: a reply without an error, or an exception.</summary>
/// <param name="service">The address of the service; its path is kept.</param>
/// <param name="routePrefix">Put before the route of <c>tcb/</c> calls; empty for an ordinary Mini Program.</param>
/// <param name="transport">Sends the calls.</param>
internal sealed class ApiEndpoint(Uri service, string routePrefix, HttpTransport transport)
{
    /// <summary>More than any reply of the service; a longer one is refused.</summary>
    private const int MaxReplyBytes = 32 * 1024 * 1024;

    /// <summary>Timeouts until a whole reply must be there. A byte now and then is a sign of life, but no answer.</summary>
    private const int MaxTimeouts = 5;

    private readonly string _address = service.AbsoluteUri.TrimEnd('/') + '/';

    public Task<TReply> PostAsync<TRequest, TReply>(
        string path,
        string? query,
        TRequest body,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TReply> replyType,
        CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, requestType));
        content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        return SendAsync(HttpMethod.Post, path, query, content, replyType, cancellationToken);
    }

    public Task<TReply> GetAsync<TReply>(string path, string? query, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, query, content: null, replyType, cancellationToken);

    private async Task<TReply> SendAsync<TReply>(
        HttpMethod method,
        string path,
        string? query,
        HttpContent? content,
        JsonTypeInfo<TReply> replyType,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, AddressOf(path, query)) { Content = content };
        path = path.Split('?')[0];
        using var limit = transport.Limit(MaxTimeouts, cancellationToken);
        using var watch = transport.Watch(limit.Token);
        var trace = transport.Trace(request);
        var began = transport.Start();
        try
        {
            using var response = await transport.SendUnloggedAsync(request, watch).ConfigureAwait(false);
            trace = trace?.With(response);
            var body = await BoundedBody.ReadAsync(request.RequestUri!, response, watch, MaxReplyBytes, path).ConfigureAwait(false);
            var reply = Read(ApiEnvelope.Parse(path, body, response), path, replyType);
            transport.Report(trace is null ? null : trace with { Errcode = 0 }, began);
            return reply;
        }
        catch (OperationCanceledException) when (limit.HasFired)
        {
            var error = Error.AnswerTooSlow(path, limit.Limit).From(OriginOf(request));
            transport.Report(trace?.With(error), began);
            throw error;
        }
        catch (WxCloudException e)
        {
            transport.Report(trace?.With(e), began);

            // A service that cannot be reached is there for no other item either.
            var isUnreachable = e.Stage is FailureStage.NameResolution or FailureStage.Connection or FailureStage.Tls;
            throw (isUnreachable ? e.ForEveryItem() : e).From(OriginOf(request));
        }
    }

    /// <summary>Host and route, without the query, which holds the token.</summary>
    private static string OriginOf(HttpRequestMessage request) =>
        request.RequestUri!.Authority + request.RequestUri.AbsolutePath;

    private Uri AddressOf(string path, string? query)
    {
        var route = path.StartsWith("tcb/", StringComparison.Ordinal) ? routePrefix + path : path;
        return new(_address + route + (query is null ? null : (route.Contains('?') ? "&" : "?") + query));
    }

    private static TReply Read<TReply>(JsonElement envelope, string path, JsonTypeInfo<TReply> replyType)
    {
        try
        {
            return envelope.Deserialize(replyType) ?? throw Error.NotAnAnswer(path, "null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Error.NotAnAnswer(path, e.Message);
        }
    }
}
