using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Objects.S3;

/// <summary>
/// COS is S3-compatible: a request with an AWS signature names its headers <c>x-amz-…</c> and may have its body in signed chunks. It is translated to
/// the same request of COS, and the headers of the reply get their S3 names beside those of COS.
/// </summary>
internal static class S3Dialect
{
    private const string CosPrefix = "x-cos-";
    private const string AmzPrefix = "x-amz-";
    private const string Chunked = "aws-chunked";
    private const string StreamingPrefix = "STREAMING-";

    // The other headers of COS mean nothing to S3 clients.
    private static readonly string[] s_answered = ["request-id", "bucket-region", "storage-class", "meta-"];

    /// <exception cref="CosException">The encoding of the body is not supported.</exception>
    public static void Adopt(HttpContext context, AwsSignedRequest signed)
    {
        var headers = context.Request.Headers;
        foreach (var (name, value) in headers.Where(header => header.Key.StartsWith(AmzPrefix, StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            headers[CosPrefix + name[AmzPrefix.Length..]] = value;
        }

        AdoptBody(context.Request, signed);
        context.Response.OnStarting(() =>
        {
            NameHeaders(context.Response.Headers);
            return Task.CompletedTask;
        });
    }

    private static void AdoptBody(HttpRequest request, AwsSignedRequest signed)
    {
        var hash = signed.Signature.PayloadHash;
        if (hash == AwsSignature.UnsignedPayload)
        {
            return;
        }

        if (!hash.StartsWith(StreamingPrefix, StringComparison.Ordinal))
        {
            request.Body = new HashedBody(request.Body, hash);
            return;
        }

        var decodedLength = request.Headers[AmzPrefix + "decoded-content-length"].ToString();
        request.Body = new ChunkedBody(
            request.Body,
            signed,
            ChunkSignatures.Parse(hash),
            long.TryParse(decodedLength, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : throw CosErrors.LengthMissing());
        request.ContentLength = length;
        var encodings = request.Headers.ContentEncoding.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        request.Headers.ContentEncoding = string.Join(", ", encodings.Where(encoding => encoding != Chunked));
    }

    private static void NameHeaders(IHeaderDictionary headers)
    {
        foreach (var (name, value) in headers.Where(header => header.Key.StartsWith(CosPrefix, StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            var rest = name[CosPrefix.Length..];
            if (s_answered.Any(answered => rest.StartsWith(answered, StringComparison.OrdinalIgnoreCase)))
            {
                headers[AmzPrefix + rest] = value;
            }
        }
    }
}

/// <summary>The signed parts of a body in chunks.</summary>
/// <param name="OfChunks">True when each chunk has a signature.</param>
/// <param name="HasTrailer">True when headers follow the last chunk; they are signed when chunks are.</param>
internal readonly record struct ChunkSignatures(bool OfChunks, bool HasTrailer)
{
    /// <exception cref="CosException">The service does not support the kind that the text names.</exception>
    public static ChunkSignatures Parse(string payloadHash)
    {
        return payloadHash switch
        {
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => new(OfChunks: true, HasTrailer: false),
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => new(OfChunks: true, HasTrailer: true),
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => new(OfChunks: false, HasTrailer: true),
            _ => throw CosErrors.NotImplemented($"bodies of the kind {payloadHash}"),
        };
    }
}
