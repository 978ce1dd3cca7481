using System;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Console;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Forms;
using WxCloud.Emulator.Objects.S3;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator;

/// <summary>
/// Finds the part that answers a request. Real host names lead to the part of that name (clients use the emulator as their proxy, or resolve those
/// names to it). Under any other name the first segment of the path decides.
/// </summary>
internal sealed class Router(EnvironmentCatalog environments, HostGuard hosts)
{
    public Destination Resolve(HttpRequest request, RequestTarget target)
    {
        if (target.Path is not { } path || !path.StartsWith('/'))
        {
            return new Destination.Nowhere();
        }

        if (target.Host == ServiceHosts.Api)
        {
            return ResolveApi(path);
        }

        if (ServiceHosts.IsAdminHost(target.Host))
        {
            return new Destination.Admin();
        }

        if (target.Host.EndsWith(ServiceHosts.LinkSuffix, StringComparison.Ordinal))
        {
            return new Destination.Link(target.Host[..^ServiceHosts.LinkSuffix.Length], path[1..]);
        }

        if (ServiceHosts.IsObjectHost(target.Host, out var bucket))
        {
            return bucket.Length > 0 ? new Destination.Object(bucket, path[1..], BucketInPath: false) : ResolvePathStyle(path);
        }

        return hosts.ParentOf(target.Host) is { Length: > 0 } parent && environments.FindByBucket(parent) is not null
            ? new Destination.Object(parent, path[1..], BucketInPath: false)
            : ResolveOwnName(request, target, path);
    }

    private static Destination.Object ResolvePathStyle(string path)
    {
        var slash = path.IndexOf('/', 1);
        return slash < 0
            ? new Destination.Object(path[1..], string.Empty, BucketInPath: true)
            : new Destination.Object(path[1..slash], path[(slash + 1)..], BucketInPath: true);
    }

    private static Destination ResolveApi(string path)
    {
        path = path[1..];
        return path.StartsWith("_emulator/", StringComparison.Ordinal) ? new Destination.Control(path) : new Destination.Api(path);
    }

    private Destination ResolveOwnName(HttpRequest request, RequestTarget target, string path)
    {
        var slash = path.IndexOf('/', 1);
        ReadOnlySpan<char> first = slash < 0 ? path.AsSpan(1) : path.AsSpan(1, slash - 1);
        if (environments.FindByBucket(first) is not null)
        {
            return ResolvePathStyle(path);
        }

        if (path == "/admin" && HttpMethods.IsPost(request.Method))
        {
            return new Destination.Admin();
        }

        if (first.EndsWith(ServiceHosts.LinkSuffix))
        {
            return new Destination.Link(first[..^ServiceHosts.LinkSuffix.Length].ToString(), slash < 0 ? string.Empty : path[(slash + 1)..]);
        }

        // S3 clients name the bucket in the path, or list the buckets.
        if (AwsSignature.IsPresent(request, target.Query))
        {
            return ResolvePathStyle(path);
        }

        // Clients whose domain is the emulator itself name no bucket, neither in the host nor in the path.
        if (RequestSignature.IsPresent(request, target.Query) || (path.Length == 1 && MediaType.IsForm(request.ContentType)))
        {
            return new Destination.Object(environments.Default.Bucket, path[1..], BucketInPath: false);
        }

        if (path.Length == 1 && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            return new Destination.Control(ConsolePages.Folder);
        }

        return IsBucketName(first) ? ResolvePathStyle(path) : ResolveApi(path);
    }

    /// <summary>Bucket names always end in the account number; so an unknown bucket can be told apart from an unknown call.</summary>
    private static bool IsBucketName(ReadOnlySpan<char> segment)
    {
        var dash = segment.LastIndexOf('-');
        return dash > 0 && segment.Length - dash > 8 && !segment[(dash + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}

/// <summary>Which part of the emulator answers a request.</summary>
internal abstract record Destination
{
    private Destination()
    {
    }

    /// <summary>A control call; it is neither counted nor faulted.</summary>
    public sealed record Control(string Path) : Destination;

    /// <summary>A JSON call, by its path without the leading slash.</summary>
    public sealed record Api(string Path) : Destination;

    /// <summary>The calls of the Node SDKs.</summary>
    public sealed record Admin : Destination;

    /// <summary>
    /// The object host.
    /// </summary>
    /// <param name="Bucket">The bucket, known or not.</param>
    /// <param name="Key">The key, empty for the bucket itself.</param>
    /// <param name="BucketInPath">True when the bucket is in the path, false when it is in the host or missing.</param>
    public sealed record Object(string Bucket, string Key, bool BucketInPath) : Destination;

    /// <summary>The download host, which serves temporary URLs.</summary>
    public sealed record Link(string Bucket, string Path) : Destination;

    /// <summary>A path that cannot be decoded.</summary>
    public sealed record Nowhere : Destination;
}
