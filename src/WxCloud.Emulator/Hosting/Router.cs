using System;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Objects;
using WxCloud.Emulator.Storage;

namespace WxCloud.Emulator.Hosting;

/// <summary>
/// Finds the destination of a request. Real host names lead to what they name (clients use the emulator as their proxy, or resolve those
/// names to it). Under any other name the first segment of the path decides.
/// </summary>
internal sealed class Router(EnvironmentCatalog environments)
{
    private const string ApiHost = "api.weixin.qq.com";
    private const string ObjectHostSuffix = ".myqcloud.com";

    public Destination Resolve(HttpRequest request, RequestTarget target)
    {
        if (target.Path is not { } path || !path.StartsWith('/'))
        {
            return new Destination.Nowhere();
        }

        path = path[1..];
        if (target.Host == ApiHost)
        {
            return ResolveApi(path);
        }

        if (target.Host.EndsWith(EmulatorUrls.LinkHostSuffix, StringComparison.Ordinal))
        {
            return new Destination.Link(target.Host[..^EmulatorUrls.LinkHostSuffix.Length], path);
        }

        if (target.Host.EndsWith(ObjectHostSuffix, StringComparison.Ordinal))
        {
            return ResolveObjectHost(target.Host[..^ObjectHostSuffix.Length], path);
        }

        return ResolveOwnName(request, target, path);
    }

    /// <summary><c>bucket.cos.region</c> or <c>cos.region</c>.</summary>
    private static Destination.Object ResolveObjectHost(string host, string path)
    {
        int bucketEnd = host.IndexOf(".cos", StringComparison.Ordinal);
        return bucketEnd > 0 ? new Destination.Object(host[..bucketEnd], path, BucketInPath: false) : ResolvePathStyle(path);
    }

    private static Destination.Object ResolvePathStyle(string path)
    {
        int slash = path.IndexOf('/');
        return slash < 0
            ? new Destination.Object(path, string.Empty, BucketInPath: true)
            : new Destination.Object(path[..slash], path[(slash + 1)..], BucketInPath: true);
    }

    private static Destination ResolveApi(string path)
    {
        return path.StartsWith("_emulator/", StringComparison.Ordinal) ? new Destination.Control(path) : new Destination.Api(path);
    }

    private Destination ResolveOwnName(HttpRequest request, RequestTarget target, string path)
    {
        int slash = path.IndexOf('/');
        string first = slash < 0 ? path : path[..slash];
        if (environments.FindByBucket(first) is not null)
        {
            return ResolvePathStyle(path);
        }

        if (first.EndsWith(EmulatorUrls.LinkHostSuffix, StringComparison.Ordinal))
        {
            return new Destination.Link(first[..^EmulatorUrls.LinkHostSuffix.Length], slash < 0 ? string.Empty : path[(slash + 1)..]);
        }

        // Clients whose domain is the emulator itself name no bucket, neither in the host nor in the path.
        if (RequestSignature.IsPresent(request, target.Query) || (path.Length == 0 && MediaType.IsForm(request.ContentType)))
        {
            return new Destination.Object(environments.Default.Bucket, path, BucketInPath: false);
        }

        return IsBucketName(first) ? ResolvePathStyle(path) : ResolveApi(path);
    }

    /// <summary>Bucket names always end in the account number; so an unknown one is told from an unknown call.</summary>
    private static bool IsBucketName(string segment)
    {
        int dash = segment.LastIndexOf('-');
        return dash > 0 && segment.Length - dash > 8 && !segment.AsSpan(dash + 1).ContainsAnyExceptInRange('0', '9');
    }
}
