using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>PUT: the body becomes the object.</summary>
internal sealed class PutObject(ObjectReceiver receiver)
{
    private const int BufferLength = 256 * 1024;

    public async Task HandleAsync(ObjectExchange exchange)
    {
        var request = exchange.Request;
        exchange.Address.ThrowIfInvalidKey();
        if (request.Headers.ContainsKey("x-cos-copy-source"))
        {
            throw CosErrors.NotImplemented("copies");
        }

        if (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0)
        {
            throw CosErrors.LengthMissing();
        }

        if (request.ContentLength > ObjectReceiver.MaxLength)
        {
            throw CosErrors.EntityTooLarge();
        }

        var record = await ReceiveAsync(exchange).ConfigureAwait(false);
        exchange.Response.SetChecksums(exchange.AsSeen(record));
        exchange.Answer(StatusCodes.Status200OK);
    }

    private async Task<ObjectRecord> ReceiveAsync(ObjectExchange exchange)
    {
        var request = exchange.Request;
        var aborted = exchange.Context.RequestAborted;
        var reception = receiver.Begin(
            exchange,
            exchange.Address.Key,
            request.Headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString())),
            request.Headers.ContentMD5);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        await using (reception.ConfigureAwait(false))
        {
            try
            {
                int count;
                while ((count = await request.Body.ReadAsync(buffer, aborted).ConfigureAwait(false)) > 0)
                {
                    await reception.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
                }

                return await reception.CompleteAsync().ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
