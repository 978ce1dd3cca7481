using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Objects.Hosts;

/// <summary>The object host: finds out who asks and what that pair of keys may do, and hands on to the operation.</summary>
internal sealed class ObjectHost(EnvironmentCatalog environments, SignatureCheck signatures, PostObject post, ObjectOperations operations, bool publicRead)
{
    /// <exception cref="CosException">The object host refuses.</exception>
    public async Task HandleAsync(ObjectExchange exchange)
    {
        var address = exchange.Address;
        var environment = environments.FindByBucket(address.Bucket) ?? throw CosErrors.NoSuchBucket();
        if (ObjectOperations.IsForm(exchange))
        {
            await post.HandleAsync(exchange).ConfigureAwait(false);
            return;
        }

        var signer = signatures.FindSigner(exchange.Request, exchange.Target, address);
        if (signer is null)
        {
            ThrowIfNotPublic(exchange);
        }
        else if (signer.Token is not null)
        {
            // Temporary keys reach the environment's own part of a shared bucket.
            exchange = exchange with { AllowedPrefix = environment.BasePath };
            if (address.Key.Length > 0 && exchange.Refusal(address.Key) is { } refusal)
            {
                throw refusal;
            }
        }

        await operations.HandleAsync(exchange).ConfigureAwait(false);
    }

    private void ThrowIfNotPublic(ObjectExchange exchange)
    {
        var method = exchange.Request.Method;
        var query = exchange.Target.Query;
        var isRead = (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && exchange.Address.Key.Length > 0;
        if (!publicRead || !isRead || query.Contains("uploadId"))
        {
            throw CosErrors.AccessDenied();
        }

        if (ResponseOverrides.ArePresent(query))
        {
            throw CosErrors.AnonymousOverride();
        }
    }
}
