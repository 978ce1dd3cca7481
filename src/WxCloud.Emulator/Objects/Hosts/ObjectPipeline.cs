using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Objects.Operations;

namespace WxCloud.Emulator.Objects.Hosts;

/// <summary>The common part of all replies of the object host and the download host: the server, a request id, and refusals as XML.</summary>
internal sealed class ObjectPipeline(RequestIds requestIds)
{
    private const string RequestIdHeader = "x-cos-request-id";
    private const string TraceIdHeader = "x-cos-trace-id";

    public async Task HandleAsync(ObjectExchange exchange, Func<ObjectExchange, Task> handle)
    {
        exchange.Response.Headers.Server = "tencent-cos";
        exchange.Response.Headers[RequestIdHeader] = requestIds.NextObject();
        try
        {
            ObjectFaults.ThrowIfStatus(exchange);
            if (!await ObjectFaults.TryAnswerErrorIn200Async(exchange).ConfigureAwait(false))
            {
                await handle(exchange).ConfigureAwait(false);
            }
        }
        catch (CosException refusal)
        {
            await RefuseAsync(exchange, refusal).ConfigureAwait(false);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !exchange.Context.RequestAborted.IsCancellationRequested && !exchange.Response.HasStarted)
        {
            // The disk is full, for example: the client may retry.
            await RefuseAsync(exchange, CosErrors.Internal()).ConfigureAwait(false);
        }
    }

    private async Task RefuseAsync(ObjectExchange exchange, CosException refusal)
    {
        var response = exchange.Response;
        var traceId = requestIds.NextObject();
        response.Headers[TraceIdHeader] = traceId;
        if (refusal.UnsatisfiedLength is { } length)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
        }

        if (HttpMethods.IsHead(exchange.Request.Method))
        {
            response.ContentType = CosXml.ContentType;
            exchange.Answer(refusal.Status);
            return;
        }

        var error = new XElement(
            "Error",
            CosXml.Element("Code", refusal.Code),
            CosXml.Element("Message", refusal.Message),
            CosXml.Element("Resource", exchange.Target.Authority + exchange.Target.Path),
            CosXml.Element("RequestId", response.Headers[RequestIdHeader].ToString()),
            CosXml.Element("TraceId", traceId));
        await CosXml.WriteAsync(exchange.Context, refusal.Status, error).ConfigureAwait(false);
    }
}
