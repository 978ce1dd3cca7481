using System;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The source of a copy.</summary>
internal sealed record CopySource(string Bucket, string Key)
{
    /// <summary>Reads <c>bucket.cos.region.myqcloud.com/key</c>, or <c>bucket/key</c> as S3 clients write it; the key is percent-encoded.</summary>
    /// <exception cref="CosException">It is malformed, its bucket is unknown, or the credentials of the request may not use it.</exception>
    public static CopySource Read(ObjectExchange exchange, EnvironmentCatalog environments)
    {
        var text = exchange.Request.Headers[CopyConditions.SourceHeader].ToString();
        if (text.Contains("?versionId=", StringComparison.Ordinal))
        {
            throw CosErrors.NotImplemented("versions");
        }

        // Some S3 clients encode the slashes as well.
        var source = PercentEncoding.TryDecode(text, out var decoded) ? decoded.AsSpan(decoded.StartsWith('/') ? 1 : 0) : [];
        var slash = source.IndexOf('/');
        if (slash < 1 || slash == source.Length - 1)
        {
            throw CosErrors.InvalidCopySource();
        }

        var key = source[(slash + 1)..].ToString();
        var host = source[..slash].ToString().ToLowerInvariant();
        var bucket = ServiceHosts.IsObjectHost(host, out var named) && named.Length > 0 ? named : host;
        return environments.FindByBucket(bucket) is null ? throw CosErrors.NoSuchBucket()
            : exchange.Refusal(key) is { } refusal ? throw refusal
            : new CopySource(bucket, key);
    }
}
