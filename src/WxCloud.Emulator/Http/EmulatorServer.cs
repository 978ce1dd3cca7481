using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace WxCloud.Emulator.Http;

/// <summary>
/// The web server, created without a host builder, so that nothing is read from settings files or the environment, nothing is logged, and
/// the program starts within milliseconds.
/// </summary>
internal static class EmulatorServer
{
    private const int MaxHeadLength = 64 * 1024;
    private const int BodyBufferLength = 1024 * 1024;

    public static KestrelServer Create(IPAddress address, int port)
    {
        var options = new KestrelServerOptions() { AddServerHeader = false, AllowHostHeaderOverride = true };
        options.ResponseHeaderEncodingSelector = static name => IsAscii(name) ? null : Encoding.UTF8;
        options.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);

        var limits = options.Limits;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestLineSize = MaxHeadLength;
        limits.MaxRequestHeadersTotalSize = MaxHeadLength;
        limits.MaxRequestBufferSize = BodyBufferLength;
        limits.MaxResponseBufferSize = BodyBufferLength;

        var transport = new SocketTransportOptions
        {
            // A request is answered and sent on the thread that received it: two thread switches per request took a fifth of the time of a small reply.
            UnsafePreferInlineScheduling = true,
            // A connection keeps its block of 4 KiB; waiting without one costs each request a receive that returns nothing.
            WaitForDataBeforeAllocatingBuffer = false,
        };
        var sockets = new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
    }

    /// <summary>True for headers of nearly every reply whose values are ASCII, which the server writes faster than text in an encoding.</summary>
    private static bool IsAscii(string header)
    {
        return header is "Accept-Ranges" or "Content-Length" or "Date" or "ETag" or "Last-Modified" or "Server" or "x-cos-hash-crc64ecma" or "x-cos-request-id";
    }
}
