using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The object host: every operation that the emulator has, and a clear 501 for those that it leaves out.</summary>
internal sealed class ObjectHost(
    EnvironmentCatalog environments,
    ObjectStore store,
    SignatureCheck signatures,
    PostObject post,
    PutObject put,
    GetObject get,
    bool publicRead)
{
    private static readonly HashSet<string> s_subresources = new(StringComparer.Ordinal)
    {
        "accelerate", "acl", "cors", "delete", "domain", "encryption", "inventory", "lifecycle", "logging", "location", "notification", "object-lock",
        "origin", "partNumber", "policy", "referer", "replication", "restore", "select", "tagging", "torrent", "uploadId", "uploads", "versionId",
        "versioning", "versions", "website",
    };

    /// <exception cref="CosException">The object host refuses.</exception>
    public async Task HandleAsync(ObjectExchange exchange)
    {
        var method = exchange.Request.Method;
        var address = exchange.Address;
        if (environments.FindByBucket(address.Bucket) is null)
        {
            throw CosErrors.NoSuchBucket();
        }

        if (exchange.Target.Query.FirstOrDefault(parameter => s_subresources.Contains(parameter.Key)).Key is { } subresource)
        {
            throw CosErrors.NotImplemented($"?{subresource}");
        }

        if (HttpMethods.IsPost(method))
        {
            await post.HandleAsync(exchange).ConfigureAwait(false);
            return;
        }

        var isSigned = signatures.IsSigned(exchange.Request, exchange.Target, address);
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        var isObject = address.Key.Length > 0;
        if (!isSigned && !(isRead && isObject && publicRead))
        {
            throw CosErrors.AccessDenied();
        }

        if (!isObject)
        {
            AnswerForBucket(exchange);
        }
        else if (isRead)
        {
            await get.HandleAsync(exchange, ReadOverrides(exchange.Target.Query, isSigned), mayCompress: false).ConfigureAwait(false);
        }
        else if (HttpMethods.IsPut(method))
        {
            await put.HandleAsync(exchange).ConfigureAwait(false);
        }
        else if (HttpMethods.IsDelete(method))
        {
            store.Delete(address.Bucket, address.Key);
            exchange.Answer(StatusCodes.Status204NoContent);
        }
        else
        {
            throw CosErrors.MethodNotAllowed();
        }
    }

    private static IReadOnlyDictionary<string, string> ReadOverrides(QueryParameters query, bool isSigned)
    {
        if (!isSigned && ResponseOverrides.ArePresent(query))
        {
            throw CosErrors.AnonymousOverride();
        }

        return ResponseOverrides.Read(query);
    }

    private static void AnswerForBucket(ObjectExchange exchange)
    {
        if (!HttpMethods.IsHead(exchange.Request.Method))
        {
            throw CosErrors.NotImplemented("operations on buckets");
        }

        exchange.Response.Headers["x-cos-bucket-region"] = CloudEnvironment.Region;
        exchange.Answer(StatusCodes.Status200OK);
    }
}
