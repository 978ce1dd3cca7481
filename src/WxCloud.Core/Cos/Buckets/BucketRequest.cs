using System;
using System.Collections.Generic;
using System.Net.Http;
using WxCloud.Http;

namespace WxCloud.Cos.Buckets;

/// <summary>One call on a bucket, before it is signed.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Key">The key; empty for the bucket itself.</param>
/// <param name="Item">What errors are about.</param>
internal sealed record BucketRequest(HttpMethod Method, string Key, string Item)
{
    /// <summary>The query parameters, decoded; one without a value has an empty one.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>
    /// The header fields beside those that every call has; a character of a value represents a byte, as in a reply's. Those of ASCII are
    /// signed.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Creates the body for each attempt; <see langword="null"/> for a call without one.</summary>
    public Func<SilenceWatch, HttpContent>? Content { get; init; }

    /// <summary>A body of a few bytes.</summary>
    public static Func<SilenceWatch, HttpContent> Small(byte[] bytes, string contentType) => _ =>
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    };
}
