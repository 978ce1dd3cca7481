using System;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>One request to the object host or the download host, and its reply.</summary>
internal sealed record ObjectExchange(HttpContext Context, RequestTarget Target, ObjectAddress Address)
{
    /// <summary>The prefix of the keys that the request's credentials may use; empty for no limit.</summary>
    public string AllowedPrefix { get; init; } = string.Empty;

    public HttpRequest Request => Context.Request;

    public HttpResponse Response => Context.Response;

    /// <summary>Whether the request may replace an object (cloud.tencent.com/document/product/436/7749 and 7742).</summary>
    public bool MayReplace => !Request.Headers["x-cos-forbid-overwrite"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The URL of an object with the host name that the client used.</summary>
    public string Location(string key)
    {
        var bucket = Address.BucketInPath ? $"{Address.Bucket}/" : string.Empty;
        return $"{Target.Scheme}://{Target.Authority}/{bucket}{PercentEncoding.EncodePath(key)}";
    }

    /// <summary>Why the credentials of the request may not use a key; null when they may.</summary>
    public CosException? Refusal(string key) => key.StartsWith(AllowedPrefix, StringComparison.Ordinal) ? null : CosErrors.AccessDenied();

    /// <summary>The record of an object for the client: that of another version when a fault says so.</summary>
    public ObjectRecord AsSeen(ObjectRecord record)
    {
        return Fault.Of(Context, FaultKind.EtagChange) is { } fault
            ? record with { ETag = string.Create(CultureInfo.InvariantCulture, $"{fault.Random:x16}{~fault.Random:x16}") }
            : record;
    }

    /// <summary>Answers without a body.</summary>
    public void Answer(int status)
    {
        Response.StatusCode = status;
        if (status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified))
        {
            Response.ContentLength = 0;
        }
    }
}

/// <summary>The headers of the object's checksums.</summary>
internal static class ObjectReply
{
    public const string Crc64Header = "x-cos-hash-crc64ecma";

    public static string Quote(string etag) => $"\"{etag}\"";

    public static void SetChecksums(this HttpResponse response, ObjectRecord record)
    {
        response.Headers.ETag = Quote(record.ETag);
        response.Headers[Crc64Header] = record.Crc64.ToString(CultureInfo.InvariantCulture);
    }
}
