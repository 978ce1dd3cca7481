using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>PUT: stores the body as the object.</summary>
internal sealed class PutObject(ObjectReceiver receiver)
{
    public async Task HandleAsync(ObjectExchange exchange)
    {
        exchange.Address.ThrowIfInvalidKey();
        ThrowIfInvalidLength(exchange.Request);
        var record = await ReceiveAsync(exchange).ConfigureAwait(false);
        exchange.Response.SetChecksums(exchange.AsSeen(record));
        exchange.Answer(StatusCodes.Status200OK);
    }

    /// <exception cref="CosException">The request has no length and is not chunked, or is larger than allowed.</exception>
    public static void ThrowIfInvalidLength(HttpRequest request)
    {
        if (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0)
        {
            throw CosErrors.LengthMissing();
        }

        if (request.ContentLength > ObjectReceiver.MaxLength)
        {
            throw CosErrors.EntityTooLarge();
        }
    }

    private async Task<ObjectRecord> ReceiveAsync(ObjectExchange exchange)
    {
        var request = exchange.Request;
        var headers = StoredHeaders.Pick(request.Headers);
        var reception = receiver.Begin(exchange, request.Headers.ContentMD5);
        await using (reception.ConfigureAwait(false))
        {
            await reception.ReadAsync(request.Body, exchange.Context.RequestAborted).ConfigureAwait(false);
            var digest = await reception.FinishAsync().ConfigureAwait(false);
            return receiver.Commit(reception, digest, exchange.Address.Bucket, exchange.Address.Key, headers, exchange.MayReplace);
        }
    }
}
