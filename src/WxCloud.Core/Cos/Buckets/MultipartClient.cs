using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Cos.Buckets;

/// <summary>A part that the bucket has.</summary>
/// <param name="Number">From 1 to 10 000.</param>
/// <param name="ETag">Its entity tag without quotes, which is the MD5 of its bytes.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastModified">When it was written; <see langword="null"/> when the storage does not return it.</param>
internal sealed record StoredPart(int Number, string ETag, long Length, DateTimeOffset? LastModified = null);

/// <summary>An upload that was begun and neither completed nor aborted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Initiated">When it was started; <see langword="null"/> when the storage does not return it.</param>
internal sealed record OpenUpload(string Id, DateTimeOffset? Initiated);

/// <summary>The calls of a multipart upload (cloud.tencent.com/document/product/436/7746, 7750, 7742, 7740, 7747, 7736).</summary>
internal sealed class MultipartClient(BucketChannel channel)
{
    /// <summary>The limit of parts.</summary>
    public const int MaxParts = 10_000;

    private const string ItemsPerPage = "1000";

    /// <summary>A cancelled command ends within a second, whatever the state of the network.</summary>
    private static readonly TimeSpan s_abortLimit = TimeSpan.FromMilliseconds(700);

    /// <summary>Begins an upload; nothing is visible under the key before it is completed.</summary>
    /// <param name="key">The key of the object.</param>
    /// <param name="contentType">The content type to store.</param>
    /// <param name="fileIdMetadata">The metadata by which the cloud recognizes the file.</param>
    /// <param name="headers">Other header fields to store.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The id of the upload.</returns>
    public Task<string> InitiateAsync(
        string key,
        string contentType,
        string fileIdMetadata,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        string item,
        CancellationToken cancellationToken) =>
        channel.SendAsync(
            new(HttpMethod.Post, key, item)
            {
                Query = [new("uploads", string.Empty)],
                Headers = [new(BucketChannel.FileIdMetadata, fileIdMetadata), .. headers],
                Content = BucketRequest.Small([], contentType),
            },
            async reply => (await reply.ReadXmlAsync("InitiateMultipartUploadResult").ConfigureAwait(false)).Value("UploadId") is { Length: > 0 } id
                ? id
                : throw Error.NotAnAnswer(item, "UploadId"),
            cancellationToken).AsTask();

    /// <summary>Sends one part.</summary>
    /// <param name="key">The key of the object.</param>
    /// <param name="uploadId">The upload.</param>
    /// <param name="number">The number of the part.</param>
    /// <param name="content">Creates its body for each attempt.</param>
    /// <param name="verify">Receives the CRC64 of what arrived, when the storage names it; what it throws may be tried again.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The entity tag.</returns>
    public Task<string> SendPartAsync(
        string key,
        string uploadId,
        int number,
        Func<SilenceWatch, HttpContent> content,
        Action<string?> verify,
        string item,
        CancellationToken cancellationToken) =>
        channel.SendAsync(
            new(HttpMethod.Put, key, item) { Query = [Part(number), Upload(uploadId)], Content = content },
            reply =>
            {
                verify(reply.Crc64);
                return Task.FromResult(reply.ETag ?? throw Error.NotAnAnswer(item, "ETag"));
            },
            cancellationToken).AsTask();

    /// <summary>Makes a part of a range of another object (cloud.tencent.com/document/product/436/8287).</summary>
    /// <param name="key">The key of the object.</param>
    /// <param name="uploadId">The upload.</param>
    /// <param name="number">The number of the part.</param>
    /// <param name="source">The key to copy from.</param>
    /// <param name="range">The bytes to copy.</param>
    /// <param name="etag">The entity tag that the source must have; <see langword="null"/> for any.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The entity tag.</returns>
    public Task<string> CopyPartAsync(
        string key,
        string uploadId,
        int number,
        string source,
        ByteRange range,
        string? etag,
        string item,
        CancellationToken cancellationToken)
    {
        var headers = new List<KeyValuePair<string, string>>
        {
            new("x-cos-copy-source", channel.Address.CopySource(source)),
            new("x-cos-copy-source-range", FormattableString.Invariant($"bytes={range.From}-{range.To}")),
        };
        if (etag is not null)
        {
            headers.Add(new("x-cos-copy-source-If-Match", etag));
        }

        return channel.SendAsync(
            new(HttpMethod.Put, key, item) { Query = [Part(number), Upload(uploadId)], Headers = headers },
            async reply => (await reply.ReadXmlAsync("CopyPartResult").ConfigureAwait(false)).Value("ETag")?.Trim('"') is { Length: > 0 } copied
                ? copied
                : throw Error.NotAnAnswer(item, "ETag"),
            cancellationToken).AsTask();
    }

    /// <summary>The parts that the bucket has of an upload, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<StoredPart>> ListPartsAsync(string key, string uploadId, string item, CancellationToken cancellationToken)
    {
        var parts = new List<StoredPart>();
        for (var marker = 0; ;)
        {
            var page = await channel.SendAsync(
                new(HttpMethod.Get, key, item)
                {
                    Query = [Upload(uploadId), new("max-parts", ItemsPerPage), new("part-number-marker", Text(marker))],
                },
                static reply => reply.ReadXmlAsync("ListPartsResult"),
                cancellationToken).ConfigureAwait(false);
            parts.AddRange(page.All("Part").Select(part => new StoredPart(
                (int)Number(part, "PartNumber", item),
                part.Value("ETag")?.Trim('"') ?? throw Error.NotAnAnswer(item, "ETag"),
                Number(part, "Size", item),
                Time(part.Value("LastModified")))));
            if (!IsTruncated(page, item))
            {
                return parts;
            }

            var next = (int)Number(page, "NextPartNumberMarker", item);
            marker = next > marker ? next : throw Error.ListingBroken(item, Text(next));
        }
    }

    /// <summary>The uploads of a key that were begun and neither completed nor aborted, the oldest first.</summary>
    public async Task<IReadOnlyList<OpenUpload>> ListUploadsAsync(string key, string item, CancellationToken cancellationToken)
    {
        var found = new List<OpenUpload>();
        for (var (keyMarker, idMarker) = (string.Empty, string.Empty); ;)
        {
            var page = await channel.SendAsync(
                new(HttpMethod.Get, string.Empty, item)
                {
                    Query =
                    [
                        new("uploads", string.Empty),
                        new("encoding-type", "url"),
                        new("prefix", key),
                        new("max-uploads", ItemsPerPage),
                        new("key-marker", keyMarker),
                        new("upload-id-marker", idMarker),
                    ],
                },
                static reply => reply.ReadXmlAsync("ListMultipartUploadsResult"),
                cancellationToken).ConfigureAwait(false);
            var isEncoded = page.Value("EncodingType") is not null;
            foreach (var upload in page.All("Upload"))
            {
                // The prefix also finds longer keys.
                if (Decode(upload.Value("Key")) == key && upload.Value("UploadId") is { Length: > 0 } id)
                {
                    found.Add(new(id, Time(upload.Value("Initiated"))));
                }
            }

            if (!IsTruncated(page, item))
            {
                return [.. found.OrderBy(static upload => upload.Initiated)];
            }

            var next = (Decode(page.Value("NextKeyMarker")) ?? string.Empty, page.Value("NextUploadIdMarker") ?? string.Empty);
            (keyMarker, idMarker) = next != (keyMarker, idMarker) ? next : throw Error.ListingBroken(item, keyMarker);

            string? Decode(string? name) => isEncoded && name is not null ? Uri.UnescapeDataString(name) : name;
        }
    }

    /// <summary>Puts the parts together.</summary>
    /// <returns>The entity tag of the object, and its CRC64 when the storage names it.</returns>
    public Task<(string? ETag, string? Crc64)> CompleteAsync(
        string key,
        string uploadId,
        IEnumerable<StoredPart> parts,
        string item,
        CancellationToken cancellationToken)
    {
        var body = new StringBuilder("<CompleteMultipartUpload>");
        foreach (var part in parts)
        {
            body.Append("<Part><PartNumber>").Append(Text(part.Number)).Append("</PartNumber><ETag>&quot;").Append(part.ETag).Append("&quot;</ETag></Part>");
        }

        var bytes = Encoding.UTF8.GetBytes(body.Append("</CompleteMultipartUpload>").ToString());
        return channel.SendAsync(
            new(HttpMethod.Post, key, item) { Query = [Upload(uploadId)], Content = BucketRequest.Small(bytes, "application/xml") },
            static async reply =>
            {
                var result = await reply.ReadXmlAsync("CompleteMultipartUploadResult").ConfigureAwait(false);
                return (result.Value("ETag")?.Trim('"') ?? reply.ETag, reply.Crc64);
            },
            cancellationToken).AsTask();
    }

    /// <summary>Gives an upload up; its parts are removed.</summary>
    public async Task AbortAsync(string key, string uploadId, string item, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SendAsync(
                new(HttpMethod.Delete, key, item) { Query = [Upload(uploadId)] },
                static _ => Task.FromResult(true),
                cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.HttpStatus == 404)
        {
            // It no longer exists, which is the intended result.
        }
    }

    /// <summary>Gives an upload up after a failure, which is the one to report; what is left is found again by a later run.</summary>
    public async Task TryAbortAsync(string key, string uploadId, string item)
    {
        try
        {
            using var limit = new CancellationTokenSource(s_abortLimit);
            await AbortAsync(key, uploadId, item, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WxCloudException or OperationCanceledException)
        {
            // The first failure is the more informative one.
        }
    }

    private static KeyValuePair<string, string> Part(int number) => new("partNumber", Text(number));

    private static KeyValuePair<string, string> Upload(string id) => new("uploadId", id);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static long Number(XmlTree tree, string name, string item) =>
        long.TryParse(tree.Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Error.NotAnAnswer(item, name);

    private static bool IsTruncated(XmlTree page, string item) =>
        bool.TryParse(page.Value("IsTruncated"), out var isTruncated) ? isTruncated : throw Error.NotAnAnswer(item, "IsTruncated");
}
