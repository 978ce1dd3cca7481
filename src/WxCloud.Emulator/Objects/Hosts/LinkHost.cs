using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Objects.Hosts;

/// <summary>The download host, to which temporary URLs lead.</summary>
internal sealed class LinkHost(EnvironmentCatalog environments, DownloadLinks links, GetObject get)
{
    /// <exception cref="CosException">The download host refuses.</exception>
    public Task HandleAsync(ObjectExchange exchange)
    {
        if (!HttpMethods.IsGet(exchange.Request.Method) && !HttpMethods.IsHead(exchange.Request.Method))
        {
            throw CosErrors.MethodNotAllowed();
        }

        var address = exchange.Address;
        if (environments.FindByBucket(address.Bucket) is null)
        {
            throw CosErrors.NoSuchBucket();
        }

        links.ThrowIfUnusable(address.Bucket, address.Key, exchange.Target.Query);
        return get.HandleAsync(exchange, ResponseOverrides.None, mayCompress: true);
    }
}
