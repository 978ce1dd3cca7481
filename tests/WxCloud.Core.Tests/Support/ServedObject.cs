using System;
using System.Globalization;
using System.Net.Http.Headers;
using WxCloud.Cos;
using WxCloud.Http;

namespace WxCloud.Core.Tests.Support;

/// <summary>An object as a storage would serve it, ranges and conditions included, until a test has it misbehave.</summary>
internal sealed class ServedObject(byte[] content)
{
    public byte[] Content { get; set; } = content;

    /// <summary>The bytes of a body after which the connection is cut; <see langword="null"/> for a whole one.</summary>
    public int? CutAfter { get; set; }

    public bool IgnoresRanges { get; set; }

    public bool IgnoresConditions { get; set; }

    public bool NamesChecksum { get; set; } = true;

    public bool NamesEntityTag { get; set; } = true;

    public ScriptedReply Serve(ScriptedRequest request)
    {
        var crc64 = Crc64.Compute(Content).ToString(CultureInfo.InvariantCulture);
        var etag = $"\"{crc64}\"";
        if (!IgnoresConditions && request.Headers.TryGetValue("If-Match", out var wanted) && wanted != etag)
        {
            return ScriptedReply.Of("412 Precondition Failed", "Content-Length: 0", "");
        }

        var (from, to) = (0, Content.Length);
        var isPart = !IgnoresRanges && request.Headers.ContainsKey("Range");
        if (isPart)
        {
            var range = RangeHeaderValue.Parse(request.Headers["Range"]).Ranges;
            foreach (var part in range)
            {
                (from, to) = ((int)part.From!.Value, (int)Math.Min(Content.Length, (part.To ?? long.MaxValue - 1) + 1));
            }
        }

        var body = Content[from..to];
        var headers = $"x-cos-request-id: NWEx\r\nContent-Length: {body.Length}"
            + (isPart ? $"\r\nContent-Range: bytes {from}-{to - 1}/{Content.Length}" : "")
            + (NamesEntityTag ? $"\r\nETag: {etag}" : "")
            + (NamesChecksum ? $"\r\n{ReplyHeaders.CosCrc64}: {crc64}" : "");
        return ScriptedReply.Of(isPart ? "206 Partial Content" : "200 OK", headers, CutAfter < body.Length ? body[..CutAfter.Value] : body);
    }
}
