using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Api;

/// <summary>
/// The envelope of every reply. Errors come with HTTP 200 and a non-zero <c>errcode</c>; a success has the errcode 0 or
/// none at all (conventions of the WeChat server API, reference of error replies at
/// developers.weixin.qq.com/doc/oplatform/developers/troubleshooting).
/// </summary>
internal static class ApiEnvelope
{
    /// <returns>The root of a reply that reports no error.</returns>
    /// <exception cref="WxCloudException">The reply reports an error, or is not one of the service.</exception>
    public static JsonElement Parse(string path, ReadOnlyMemory<byte> body, HttpResponseMessage response)
    {
        var root = TryParse(WithoutByteOrderMark(body), out var problem);
        var header = RequestIdHeader(response);
        if (root is { } envelope)
        {
            if (!TryReadErrcode(envelope, out var errcode))
            {
                (root, problem) = (null, "errcode");
            }
            else if (errcode != 0)
            {
                throw ServiceFailure.FromErrcode(path, errcode, ReadText(envelope, "errmsg"), header, (int)response.StatusCode);
            }
        }

        if (!response.IsSuccessStatusCode)
        {
            throw Error.HttpFailed(path, (int)response.StatusCode, header, RetryAfterHeader.Read(response));
        }

        return root ?? throw Error.NotAnAnswer(path, problem!);
    }

    private static JsonElement? TryParse(ReadOnlyMemory<byte> body, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            problem = document.RootElement.ValueKind == JsonValueKind.Object ? null : document.RootElement.ValueKind.ToString();
            return problem is null ? document.RootElement.Clone() : null;
        }
        catch (JsonException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body.Slice(3) : body;

    /// <summary>Reads the errcode, 0 when there is none.</summary>
    /// <returns>Whether it is a whole number, in whichever way it is written; anything else is no success either.</returns>
    private static bool TryReadErrcode(JsonElement envelope, out int errcode)
    {
        errcode = 0;
        if (!envelope.TryGetProperty("errcode", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (!WholeNumberConverter.TryRead(value, out var number) || number is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        errcode = (int)number;
        return true;
    }

    private static string? ReadText(JsonElement envelope, string name)
    {
        try
        {
            return envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // The text is not valid UTF-8 and cannot be shown.
            return null;
        }
    }

    /// <summary>The open API service names its calls in a header.</summary>
    private static string? RequestIdHeader(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-openapi-seqid", out var values) ? values.FirstOrDefault() : null;
}
