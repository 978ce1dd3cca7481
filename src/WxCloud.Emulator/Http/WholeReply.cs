using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Http;

/// <summary>Replies that are sent in one write.</summary>
internal static class WholeReply
{
    public static async Task SendBodyAsync(this HttpResponse response, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        InFlight.End(response.HttpContext);
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted).ConfigureAwait(false);
    }
}
