using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Objects;

/// <summary>The headers by which a reply names the object's bytes.</summary>
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
