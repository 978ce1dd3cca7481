using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Listing;
using WxCloud.Emulator.Objects.Multipart;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Hosts;

/// <summary>Every operation of the object host, by method, address and subresource; unsupported ones answer 501.</summary>
internal sealed class ObjectOperations(EnvironmentCatalog environments, EmulatorClock clock, ObjectStore store, ObjectReceiver receiver, GetObject get)
{
    private static readonly HashSet<string> s_subresources = new(StringComparer.Ordinal)
    {
        "accelerate", "acl", "append", "cors", "delete", "domain", "encryption", "inventory", "lifecycle", "location", "logging", "notification", "object-lock",
        "origin", "partNumber", "policy", "referer", "replication", "restore", "select", "tagging", "torrent", "uploadId", "uploads", "versionId",
        "versioning", "versions", "website",
    };

    private readonly ListBuckets _listBuckets = new(environments, clock);
    private readonly PutObject _put = new(receiver);
    private readonly CopyObject _copy = new(environments, store, receiver);
    private readonly DeleteObjects _deleteObjects = new(store);
    private readonly ListObjects _list = new(store);
    private readonly MultipartUploads _uploads = new(store.Uploads, receiver, new CopyPart(environments, store, receiver));
    private readonly CompleteUpload _complete = new(store.Uploads, receiver);
    private readonly ListParts _listParts = new(store.Uploads);
    private readonly ListUploads _listUploads = new(store.Uploads);

    /// <summary>The route that a request is counted under and that faults name.</summary>
    public static string RouteOf(HttpRequest request, QueryParameters query, string key)
    {
        var method = request.Method.ToUpperInvariant();
        var kind = method switch
        {
            "PUT" when query.Contains("partNumber") => FaultKinds.PartRoute,
            "PUT" when IsCopy(request) => FaultKinds.CopyRoute,
            "GET" when query.Contains("uploadId") || (key.Length == 0 && (query.Contains("uploads") || SubresourceOf(query) is null)) => FaultKinds.ListRoute,
            _ => FaultKinds.ObjectRouteOf(method),
        };
        return kind;
    }

    /// <summary>True for a form, which has its own signature.</summary>
    public static bool IsForm(ObjectExchange exchange) => HttpMethods.IsPost(exchange.Request.Method) && SubresourceOf(exchange.Target.Query) is null;

    /// <summary>Answers a request that names no bucket.</summary>
    /// <exception cref="CosException">The object host refuses.</exception>
    public Task HandleServiceAsync(ObjectExchange exchange)
    {
        return HttpMethods.IsGet(exchange.Request.Method) ? _listBuckets.HandleAsync(exchange) : throw CosErrors.MethodNotAllowed();
    }

    /// <exception cref="CosException">The object host refuses, or the emulator does not have the operation.</exception>
    public Task HandleAsync(ObjectExchange exchange)
    {
        return exchange.Address.Key.Length == 0 ? HandleBucketAsync(exchange) : HandleObjectAsync(exchange);
    }

    private static bool IsCopy(HttpRequest request) => request.Headers.ContainsKey(CopyConditions.SourceHeader) || request.Headers.ContainsKey("x-amz-copy-source");

    private static string? SubresourceOf(QueryParameters query) => query.FirstOrDefault(parameter => s_subresources.Contains(parameter.Key)).Key;

    private Task HandleBucketAsync(ObjectExchange exchange)
    {
        return (exchange.Request.Method.ToUpperInvariant(), SubresourceOf(exchange.Target.Query)) switch
        {
            ("GET", null) => _list.HandleAsync(exchange),
            ("GET", "uploads") => _listUploads.HandleAsync(exchange),
            ("GET", "location") => CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, new XElement("LocationConstraint", CloudEnvironment.Region)),
            ("GET", "acl") => AccessControl.HandleAsync(exchange),
            ("HEAD", null) => AnswerHead(exchange),
            ("PUT", null) => throw CosErrors.BucketExists(),
            ("POST", "delete") => _deleteObjects.HandleAsync(exchange),
            (_, { } subresource) => throw CosErrors.NotImplemented($"?{subresource}"),
            _ => throw CosErrors.NotImplemented("changes of buckets"),
        };
    }

    private Task HandleObjectAsync(ObjectExchange exchange)
    {
        var subresource = SubresourceOf(exchange.Target.Query);
        return (exchange.Request.Method.ToUpperInvariant(), subresource) switch
        {
            ("GET" or "HEAD", null) => get.HandleAsync(exchange, ResponseOverrides.Read(exchange.Target.Query), mayCompress: false),
            ("PUT", null) => IsCopy(exchange.Request) ? _copy.HandleAsync(exchange) : _put.HandleAsync(exchange),
            ("DELETE", null) => Delete(exchange),
            ("POST", "uploads") => _uploads.InitiateAsync(exchange),
            ("PUT", "partNumber" or "uploadId") => _uploads.ReceivePartAsync(exchange),
            ("POST", "uploadId") => _complete.HandleAsync(exchange),
            ("DELETE", "uploadId") => Abort(exchange),
            ("GET", "acl") => AccessControl.HandleAsync(exchange),
            ("GET", "uploadId") => _listParts.HandleAsync(exchange),
            (_, { } other) => throw CosErrors.NotImplemented($"?{other}"),
            _ => throw CosErrors.MethodNotAllowed(),
        };
    }

    private static Task AnswerHead(ObjectExchange exchange)
    {
        exchange.Response.Headers["x-cos-bucket-region"] = CloudEnvironment.Region;
        exchange.Answer(StatusCodes.Status200OK);
        return Task.CompletedTask;
    }

    private Task Delete(ObjectExchange exchange)
    {
        store.Delete(exchange.Address.Bucket, exchange.Address.Key);
        exchange.Answer(StatusCodes.Status204NoContent);
        return Task.CompletedTask;
    }

    private Task Abort(ObjectExchange exchange)
    {
        _uploads.Abort(exchange);
        return Task.CompletedTask;
    }
}
