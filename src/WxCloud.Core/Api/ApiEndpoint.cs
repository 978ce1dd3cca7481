using System;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Api;

/// <summary>One JSON call to the service, and what came of it: a reply without an error, or an exception.</summary>
internal sealed class ApiEndpoint(Uri address, Func<HttpClient> client, HttpTransport transport)
{
    /// <summary>More than any call answers; beyond it somebody is playing with us.</summary>
    private const int MaxReplyBytes = 32 * 1024 * 1024;

    private readonly string _address = address.AbsoluteUri.TrimEnd('/');

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
        using var watch = transport.Watch(cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri($"{_address}/{path}{(query is null ? null : "?" + query)}")) { Content = content };
        using var response = await transport.SendAsync(client(), request, watch).ConfigureAwait(false);
        var body = await ReadAsync(path, request.RequestUri!, response, watch).ConfigureAwait(false);
        var envelope = ApiEnvelope.Parse(path, body, response);
        try
        {
            return envelope.Deserialize(replyType) ?? throw Errors.NotAnAnswer(path, "null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Errors.NotAnAnswer(path, e.Message);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, Uri uri, HttpResponseMessage response, SilenceWatch watch)
    {
        using var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await HttpTransport.GuardAsync(uri, watch, () => stream.ReadAsync(buffer.AsMemory(), watch.Token)).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > MaxReplyBytes)
            {
                throw Errors.AnswerTooLarge(path, MaxReplyBytes);
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
