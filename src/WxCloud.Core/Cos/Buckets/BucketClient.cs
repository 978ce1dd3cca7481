using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using WxCloud.Errors;

namespace WxCloud.Cos.Buckets;

/// <summary>The objects of one bucket, by key: list, head, copy, delete.</summary>
internal sealed class BucketClient(BucketChannel channel)
{
    /// <summary>The limit of one page and of one call to delete many (cloud.tencent.com/document/product/436/7734 and 8289).</summary>
    public const int MaxKeys = 1000;

    /// <summary>The limit of one copy in bytes (cloud.tencent.com/document/product/436/10881).</summary>
    public const long MaxCopyBytes = 5L * 1024 * 1024 * 1024;

    /// <summary>The type of an object that was stored without one.</summary>
    public const string DefaultContentType = "application/octet-stream";

    public BucketAddress Address => channel.Address;

    /// <summary>
    /// Lists page by page. The first page is returned before the second is requested; after that, one page is fetched while
    /// another is read.
    /// </summary>
    /// <param name="prefix">The beginning of the keys, as raw text.</param>
    /// <param name="delimiter">Where names end, for one level of folders; empty for all keys.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="WxCloudException">A page could not be read, is truncated, or does not continue the one before.</exception>
    public async IAsyncEnumerable<ListPage> ListAsync(string prefix, string delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (marker, last) = (string.Empty, string.Empty);
        var next = ListPageAsync(prefix, delimiter, marker, stop.Token);
        var isAhead = false;
        try
        {
            while (true)
            {
                var page = await next.ConfigureAwait(false);
                last = LastOf(page, prefix, last);
                if (page.NextMarker is null)
                {
                    yield return page;
                    yield break;
                }

                marker = page.NextMarker;
                if (isAhead)
                {
                    next = ListPageAsync(prefix, delimiter, marker, stop.Token);
                    yield return page;
                }
                else
                {
                    yield return page;
                    next = ListPageAsync(prefix, delimiter, marker, stop.Token);
                    isAhead = true;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(next).ConfigureAwait(false);
        }
    }

    /// <summary>Reads one page of a listing.</summary>
    /// <param name="prefix">The beginning of the keys.</param>
    /// <param name="delimiter">Where names end; empty for all keys.</param>
    /// <param name="marker">The name after which the page begins; empty for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <param name="maxKeys">The limit of names in the page.</param>
    public Task<ListPage> ListPageAsync(string prefix, string delimiter, string marker, CancellationToken cancellationToken, int maxKeys = MaxKeys)
    {
        var query = new List<KeyValuePair<string, string>>
        {
            new("encoding-type", "url"),
            new("max-keys", maxKeys.ToString(CultureInfo.InvariantCulture)),
        };
        AddUnlessEmpty("prefix", prefix);
        AddUnlessEmpty("delimiter", delimiter);
        AddUnlessEmpty("marker", marker);
        return channel.SendAsync(
            new(HttpMethod.Get, string.Empty, ItemOf(prefix)) { Query = query },
            static async reply => ListPage.Parse(await reply.ReadBodyAsync().ConfigureAwait(false)),
            cancellationToken).AsTask();

        void AddUnlessEmpty(string name, string value)
        {
            if (value.Length > 0)
            {
                query.Add(new(name, value));
            }
        }
    }

    /// <summary>The head of an object; <see langword="null"/> when there is no object with this key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<ObjectHead?> HeadAsync(string key, string item, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.SendAsync(
                new(HttpMethod.Head, key, item),
                static reply => Task.FromResult<ObjectHead?>(reply.Head),
                cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.HttpStatus == 404)
        {
            return null;
        }
    }

    /// <summary>Stores a few bytes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="contentType">The content type to store.</param>
    /// <param name="fileIdMetadata">The metadata by which the cloud recognizes the file; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task PutAsync(string key, string item, byte[] content, string contentType, string? fileIdMetadata, CancellationToken cancellationToken) =>
        channel.SendAsync(
            new(HttpMethod.Put, key, item)
            {
                Headers = fileIdMetadata is null ? [] : [new(BucketChannel.FileIdMetadata, fileIdMetadata)],
                Content = BucketRequest.Small(content, contentType),
            },
            static _ => Task.FromResult(true),
            cancellationToken).AsTask();

    /// <summary>Copies on the server, up to <see cref="MaxCopyBytes"/>. The content type and other headers are kept, and the fileID metadata becomes that of the target.</summary>
    /// <param name="source">The key to copy from.</param>
    /// <param name="head">What the source is; the copy is refused when it has changed.</param>
    /// <param name="target">The key to copy to; the same one to replace the metadata alone.</param>
    /// <param name="fileIdMetadata">The metadata of the target.</param>
    /// <param name="item">What errors are about.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task CopyAsync(string source, ObjectHead head, string target, string fileIdMetadata, string item, CancellationToken cancellationToken)
    {
        var headers = new List<KeyValuePair<string, string>>
        {
            new("x-cos-copy-source", channel.Address.CopySource(source)),
            // With Copy the source's own metadata would travel, and name another path.
            new("x-cos-metadata-directive", "Replaced"),
            new(BucketChannel.FileIdMetadata, fileIdMetadata),
        };
        headers.AddRange(head.Headers);
        if (head.ETag is { } etag)
        {
            headers.Add(new("x-cos-copy-source-If-Match", etag));
        }

        return channel.SendAsync(
            new(HttpMethod.Put, target, item) { Headers = headers, Content = BucketRequest.Small([], head.ContentType ?? DefaultContentType) },
            static reply => reply.ReadXmlAsync("CopyObjectResult"),
            cancellationToken).AsTask();
    }

    /// <summary>Deletes one object; one that is not there counts as deleted.</summary>
    public async Task DeleteAsync(string key, string item, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SendAsync(new(HttpMethod.Delete, key, item), static _ => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.Category == WxCloudErrorCategory.ObjectNotFound)
        {
            // A missing key counts as deleted.
        }
    }

    /// <summary>Deletes up to a thousand objects; one that is not there counts as deleted.</summary>
    /// <returns>The error of each key that could not be deleted.</returns>
    public async Task<IReadOnlyDictionary<string, WxCloudException>> DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var body = DeleteBody(keys);
        var result = await channel.SendAsync(
            new(HttpMethod.Post, string.Empty, keys[0])
            {
                Query = [new("delete", string.Empty)],
                Headers = [new("content-md5", Md5(body))],
                Content = BucketRequest.Small(body, "application/xml"),
            },
            static reply => reply.ReadXmlAsync("DeleteResult"),
            cancellationToken).ConfigureAwait(false);
        var deleted = new HashSet<string?>(result.All("Deleted").Select(static entry => entry.Value("Key")), StringComparer.Ordinal);
        var failed = new Dictionary<string, WxCloudException>(StringComparer.Ordinal);
        foreach (var entry in result.All("Error"))
        {
            if (entry.Value("Key") is { } key)
            {
                failed[key] = Error.ObjectRefused(key, 200, entry.Value("Code"), entry.Value("Message"), requestId: null);
            }
        }

        foreach (var key in keys.Where(key => !deleted.Contains(key) && !failed.ContainsKey(key)))
        {
            failed[key] = Error.NoAnswerForItem(key);
        }

        return failed;
    }

    /// <summary>The name after which the next page begins.</summary>
    /// <exception cref="WxCloudException">A page without progress would be listed endlessly; one that repeats names would count them twice.</exception>
    private string LastOf(ListPage page, string prefix, string last)
    {
        var end = KeyOrder.Max(
            EndOf(page.Objects.Select(static item => item.Key)),
            EndOf(page.Folders));
        return page.NextMarker is not { } next ? end
            : KeyOrder.Instance.Compare(next, last) > 0 && KeyOrder.Instance.Compare(next, end) >= 0 ? next
            : throw Error.ListingBroken(ItemOf(prefix), next);

        // Objects and folders are separate lists in a page, each in order.
        string EndOf(IEnumerable<string> names)
        {
            var before = last;
            foreach (var name in names)
            {
                if (KeyOrder.Instance.Compare(name, before) <= 0 || !name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    throw Error.ListingBroken(ItemOf(prefix), name);
                }

                before = name;
            }

            return before;
        }
    }

    /// <summary>What errors of a listing are about: the prefix, else the bucket.</summary>
    private string ItemOf(string prefix) => prefix.Length == 0 ? Address.Bucket : prefix;

    private static byte[] DeleteBody(IReadOnlyList<string> keys)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new() { OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            writer.WriteStartElement("Delete");
            writer.WriteElementString("Quiet", "false");
            foreach (var key in keys)
            {
                writer.WriteStartElement("Object");
                writer.WriteElementString("Key", key);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

#pragma warning disable CA5351 // The call requires an MD5 of its body.
    private static string Md5(byte[] body) => Convert.ToBase64String(MD5.HashData(body));
#pragma warning restore CA5351
}
