using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Api;

/// <summary>
/// The JSON API, which lives at api.weixin.qq.com: every answer has HTTP status 200, and the request id is at the end of the error text.
/// </summary>
/// <param name="calls">Every endpoint.</param>
/// <param name="tokenGate">Who may call.</param>
/// <param name="requestIds">Makes the ids of the error texts.</param>
/// <param name="replies">The JSON contracts of the replies, one per area.</param>
internal sealed class ApiHost(IEnumerable<IApiEndpoint> calls, ITokenGate tokenGate, RequestIds requestIds, params IEnumerable<IJsonTypeInfoResolver> replies)
{
    private const string RequestIdMark = " rid: ";
    private const int MaxBodyLength = 10 * 1024 * 1024;

    // Chinese stays readable, as the service leaves it.
    private readonly JsonSerializerOptions _json = new()
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine([ApiJson.Default, .. replies]),
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, IApiEndpoint> _calls = calls.ToDictionary(call => call.Path, StringComparer.Ordinal);

    public IEnumerable<string> Routes => _calls.Keys;

    /// <summary>The route that a request is counted under; unknown paths share one.</summary>
    public string RouteOf(string path) => _calls.ContainsKey(path) ? path : "unknown";

    public async Task HandleAsync(HttpContext context, RequestTarget target, string path)
    {
        if (await ApiFaults.TryAnswerAsGatewayAsync(context).ConfigureAwait(false))
        {
            return;
        }

        await AnswerAsync(context, target, path, isTrusted: false).ConfigureAwait(false);
    }

    /// <summary>Answers a call of the emulator's own console: without a token, and without faults.</summary>
    public Task HandleTrustedAsync(HttpContext context, RequestTarget target, string path) => AnswerAsync(context, target, path, isTrusted: true);

    private async Task AnswerAsync(HttpContext context, RequestTarget target, string path, bool isTrusted)
    {
        ApiReply reply;
        try
        {
            ApiFaults.ThrowIfErrcode(context);
            reply = await CallAsync(context, target, path, isTrusted).ConfigureAwait(false);
        }
        catch (ApiException refusal)
        {
            reply = Refuse(refusal);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            // The disk is full, for example: the client may retry.
            reply = Refuse(ApiErrors.SystemError());
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(reply, _json.GetTypeInfo(reply.GetType()));
        RequestTrace.Of(context)?.KeepReply(json, CodeOf(reply), RequestIdOf(reply));
        await context.Response.SendBodyAsync(StatusCodes.Status200OK, "application/json; encoding=utf-8", json).ConfigureAwait(false);
    }

    private static string? CodeOf(ApiReply reply) => reply is ApiRefusal refusal ? refusal.Errcode.ToString(CultureInfo.InvariantCulture) : null;

    private static string? RequestIdOf(ApiReply reply)
    {
        return reply is ApiRefusal { Errmsg: var text } && text.LastIndexOf(RequestIdMark, StringComparison.Ordinal) is >= 0 and var at ? text[(at + RequestIdMark.Length)..] : null;
    }

    private ApiRefusal Refuse(ApiException refusal) => new(refusal.Errcode, $"{refusal.Message}{RequestIdMark}{requestIds.NextApi()}");

    private async ValueTask<ApiReply> CallAsync(HttpContext context, RequestTarget target, string path, bool isTrusted)
    {
        if (!_calls.TryGetValue(path, out var call))
        {
            throw ApiErrors.UnknownUrl();
        }

        var isPost = call.Traits.HasFlag(ApiTraits.Post);
        if (isPost && !HttpMethods.IsPost(context.Request.Method))
        {
            throw ApiErrors.PostRequired();
        }

        if (!isPost && !HttpMethods.IsGet(context.Request.Method))
        {
            throw call.WrongMethod();
        }

        if (call.Traits.HasFlag(ApiTraits.Token) && !isTrusted)
        {
            tokenGate.ThrowIfUnusable(target.Query);
        }

        if (!isPost)
        {
            return await AnswerAsync(call, new ApiRequest(target, default, context.Connection.RemoteIpAddress)).ConfigureAwait(false);
        }

        using var body = await ReadBodyAsync(context).ConfigureAwait(false);
        return await AnswerAsync(call, new ApiRequest(target, new ApiArguments(body.RootElement), context.Connection.RemoteIpAddress)).ConfigureAwait(false);
    }

    private static async ValueTask<ApiReply> AnswerAsync(IApiEndpoint call, ApiRequest request)
    {
        return call is IAsyncApiCall slow ? await slow.AnswerAsync(request).ConfigureAwait(false) : ((IApiCall)call).Answer(request);
    }

    private static async ValueTask<JsonDocument> ReadBodyAsync(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            var length = 0;
            int read;
            while (length != context.Request.ContentLength && (read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > MaxBodyLength)
                {
                    throw ApiErrors.BodyTooLarge();
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return Parse(context, buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static JsonDocument Parse(HttpContext context, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            throw ApiErrors.BodyEmpty();
        }

        // The document keeps its memory, so it gets its own copy and the buffer can go back to the pool.
        var copy = body.ToArray();
        RequestTrace.Of(context)?.KeepRequest(copy);
        try
        {
            JsonDocument? document = Utf8.IsValid(copy) ? JsonDocument.Parse(copy) : null;
            return document?.RootElement.ValueKind == JsonValueKind.Object ? document : throw ApiErrors.BodyNotJson();
        }
        catch (JsonException)
        {
            throw ApiErrors.BodyNotJson();
        }
    }
}
