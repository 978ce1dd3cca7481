using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Cos.Buckets;

/// <summary>A successful reply of a bucket, while it is read.</summary>
internal sealed class BucketReply(BucketRequest request, Uri uri, HttpResponseMessage response, SilenceWatch watch)
{
    /// <summary>A page of a thousand keys of 850 bytes each, all of them encoded, is below this.</summary>
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    private const string MetadataStart = "x-cos-meta-";

    /// <summary>What a copy keeps of its source beside the content type (cloud.tencent.com/document/product/436/7749 names what is stored).</summary>
    private static readonly string[] s_stored = ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires", "x-cos-storage-class"];

    public string? ETag => response.Headers.ETag?.Tag.Trim('"');

    /// <summary>The CRC-64/XZ that the storage names; <see langword="null"/> when it names none.</summary>
    public string? Crc64 => response.Crc64;

    public ObjectHead Head => new(
        response.Content.Headers.ContentLength ?? throw Error.LengthUnknown(request.Item),
        ETag,
        Crc64,
        response.Content.Headers.ContentType?.ToString(),
        response.Content.Headers.LastModified,
        response.Header(BucketChannel.FileIdMetadata)) { Headers = StoredHeaders() };

    private KeyValuePair<string, string>[] StoredHeaders() =>
    [
        .. from field in response.Headers.Concat(response.Content.Headers)
           where s_stored.Contains(field.Key, StringComparer.OrdinalIgnoreCase)
               || (field.Key.StartsWith(MetadataStart, StringComparison.OrdinalIgnoreCase) && !field.Key.Equals(BucketChannel.FileIdMetadata, StringComparison.OrdinalIgnoreCase))
           select new KeyValuePair<string, string>(field.Key, string.Join(", ", field.Value)),
    ];

    public Task<ReadOnlyMemory<byte>> ReadBodyAsync() => BoundedBody.ReadAsync(uri, response, watch, MaxBodyBytes, request.Item);

    /// <summary>
    /// Reads the XML document that the reply must be. COS answers some calls with 200 before the work is done and reports
    /// its failure in the body.
    /// </summary>
    /// <param name="root">The name of its root.</param>
    /// <exception cref="WxCloudException">It reports an error, is cut short, or is another document.</exception>
    public async Task<XmlTree> ReadXmlAsync(string root)
    {
        var body = await ReadBodyAsync().ConfigureAwait(false);
        var tree = XmlTree.TryParse(body);
        if (tree?.Is(root) == true)
        {
            return tree;
        }

        throw ObjectFailure.InSuccess(request.Item, response, Encoding.UTF8.GetString(body.ToArray())) ?? Error.NotAnAnswer(request.Item, root);
    }
}
