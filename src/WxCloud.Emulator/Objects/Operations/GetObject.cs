using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>GET and HEAD of an object, on the object host and on the download host.</summary>
internal sealed class GetObject(ObjectStore store)
{
    private const int BlockLength = 256 * 1024;

    /// <summary>
    /// Answers with the object.
    /// </summary>
    /// <param name="exchange">The request and its reply.</param>
    /// <param name="overrides">Reply headers of a signed request that replace the stored ones.</param>
    /// <param name="mayCompress">True on the download host.</param>
    public async Task HandleAsync(ObjectExchange exchange, IReadOnlyDictionary<string, string> overrides, bool mayCompress)
    {
        (ObjectRecord stored, IBlobReader content) = store.Open(exchange.Address.Bucket, exchange.Address.Key) ?? throw CosErrors.NoSuchKey();
        using (content)
        {
            var record = exchange.AsSeen(stored);
            var isModified = Preconditions.Evaluate(exchange.Request.Headers, record);
            var range = isModified && Preconditions.AllowRange(exchange.Request.Headers, record)
                ? ByteRange.Parse(ReadRange(exchange.Request), record.Length)
                : null;

            var response = exchange.Response;
            response.SetChecksums(record);
            response.Headers.LastModified = record.LastModified.ToString("R", CultureInfo.InvariantCulture);
            if (!isModified)
            {
                exchange.Answer(StatusCodes.Status304NotModified);
                if (HttpMethods.IsHead(exchange.Request.Method))
                {
                    // As the service writes it (cloud.tencent.com/document/product/436/7745).
                    response.ContentLength = 0;
                    response.ContentType = CosXml.ContentType;
                }

                return;
            }

            SetHeaders(response, record, overrides);
            if (mayCompress && LinkCompression.Applies(exchange.Request, record))
            {
                await SendCompressedAsync(exchange, record, content).ConfigureAwait(false);
                return;
            }

            await SendAsync(exchange, content, record.Length, range).ConfigureAwait(false);
        }
    }

    private static string? ReadRange(HttpRequest request) => request.Headers.Range.Count == 0 ? null : request.Headers.Range.ToString();

    private static void SetHeaders(HttpResponse response, ObjectRecord record, IReadOnlyDictionary<string, string> overrides)
    {
        response.Headers.AcceptRanges = "bytes";
        for (var i = 0; i < record.Headers.Count; i++)
        {
            response.Headers[record.Headers.GetKeyAtIndex(i)] = record.Headers.GetValueAtIndex(i);
        }

        if (overrides.Count > 0)
        {
            foreach ((var name, var value) in overrides)
            {
                response.Headers[name] = value;
            }
        }
    }

    private static async Task SendCompressedAsync(ObjectExchange exchange, ObjectRecord record, IBlobReader content)
    {
        var compressed = LinkCompression.Compress(content, record.Length);
        exchange.Response.Headers.ContentEncoding = "gzip";
        exchange.Response.Headers.Vary = "Accept-Encoding";
        exchange.Response.ContentLength = compressed.Length;
        if (!HttpMethods.IsHead(exchange.Request.Method))
        {
            InFlight.End(exchange.Context);
            await exchange.Response.Body.WriteAsync(compressed, exchange.Context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(ObjectExchange exchange, IBlobReader content, long length, ByteRange? range)
    {
        var response = exchange.Response;
        var part = range ?? new ByteRange(0, length);
        response.ContentLength = part.Length;
        if (range is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = part.Of(length);
        }

        if (!HttpMethods.IsHead(exchange.Request.Method))
        {
            await CopyAsync(content, part, exchange.Context).ConfigureAwait(false);
        }
    }

    /// <summary>Reads straight into the blocks that the server sends; the server's own limit bounds the read-ahead.</summary>
    private static async Task CopyAsync(IBlobReader content, ByteRange part, HttpContext context)
    {
        if (content.IsInMemory && Fault.Of(context) is null)
        {
            // With the headers written, the body is copied once, to its place behind them. A file that cannot be read, and a fault, change the headers of the reply.
            await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        }

        var body = context.Response.BodyWriter;
        var end = part.Start + part.Length;
        for (var position = part.Start; position < end;)
        {
            var wanted = (int)Math.Min(BlockLength, end - position);
            var count = content.Read(position, body.GetMemory(wanted).Span[..wanted]);
            if (count == 0)
            {
                throw new System.IO.EndOfStreamException("The blob is shorter than the length in its record.");
            }

            position += count;
            body.Advance(count);
            if (position == end)
            {
                InFlight.End(context);
            }

            var flushed = await body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            if (flushed.IsCompleted)
            {
                return;
            }
        }
    }
}
