using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The compression of the download host: some kinds of text of medium length, for clients that accept gzip.</summary>
internal static class LinkCompression
{
    public const int MinLength = 256;
    public const int MaxLength = 2 * 1024 * 1024;

    private static readonly HashSet<string> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".js", ".html", ".css", ".xml", ".json", ".shtml", ".htm",
    };

    public static bool Applies(HttpRequest request, ObjectRecord record)
    {
        return record.Length is >= MinLength and <= MaxLength
            && request.Headers.AcceptEncoding.Count > 0
            && request.Headers.Range.Count == 0
            && s_extensions.Contains(Path.GetExtension(record.Key))
            && record.Header("Content-Encoding") is null
            && AcceptsGzip(request);
    }

    public static byte[] Compress(IBlobReader content, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            for (int read = 0, count; read < length; read += count)
            {
                count = content.Read(read, buffer.AsSpan(read, (int)length - read));
                if (count == 0)
                {
                    throw new EndOfStreamException("The blob is shorter than the length in its record.");
                }
            }

            using var compressed = new MemoryStream();
            using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
            {
                gzip.Write(buffer, 0, (int)length);
            }

            return compressed.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool AcceptsGzip(HttpRequest request)
    {
        return StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted)
            && accepted.Any(coding => coding.Quality != 0 && (coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Value == "*"));
    }
}
