using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.S3;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Objects.Hosts;

/// <summary>The object host: identifies the signer, checks what that pair of keys may do, and calls the operation.</summary>
internal sealed class ObjectHost(
    EnvironmentCatalog environments, SignatureCheck signatures, AwsSignatureCheck awsSignatures, PostObject post, ObjectOperations operations, bool publicRead)
{
    /// <exception cref="CosException">The object host refuses.</exception>
    public async Task HandleAsync(ObjectExchange exchange)
    {
        var address = exchange.Address;
        if (address is { Bucket: "", Key: "" })
        {
            _ = FindSigner(exchange) ?? throw CosErrors.AccessDenied();
            await operations.HandleServiceAsync(exchange).ConfigureAwait(false);
            return;
        }

        var environment = environments.FindByBucket(address.Bucket) ?? throw CosErrors.NoSuchBucket();
        if (ObjectOperations.IsForm(exchange))
        {
            await post.HandleAsync(exchange).ConfigureAwait(false);
            return;
        }

        var signer = FindSigner(exchange);
        if (signer is null)
        {
            ThrowIfNotPublic(exchange);
        }
        else if (signer.Token is not null)
        {
            // Temporary keys are limited to the environment's own part of a shared bucket.
            exchange = exchange with { AllowedPrefix = environment.BasePath };
            if (address.Key.Length > 0 && exchange.Refusal(address.Key) is { } refusal)
            {
                throw refusal;
            }
        }

        await operations.HandleAsync(exchange).ConfigureAwait(false);
    }

    /// <summary>The pair of keys that signed the request, by any kind of signature; null when it is anonymous.</summary>
    /// <exception cref="CosException">The signature is invalid.</exception>
    private KeyPair? FindSigner(ObjectExchange exchange)
    {
        if (awsSignatures.Find(exchange.Request, exchange.Target) is { } signed)
        {
            S3Dialect.Adopt(exchange.Context, signed);
            return signed.Pair;
        }

        return signatures.FindSigner(exchange.Request, exchange.Target, exchange.Address);
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
