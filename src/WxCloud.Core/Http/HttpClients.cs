using System;
using System.Net;
using System.Net.Http;

namespace WxCloud.Http;

/// <summary>
/// The two HTTP clients of a connection, which keep their sockets for its life: one for the JSON API, one for the bytes of
/// objects. Neither follows redirects by itself, since a form post would silently become a GET.
/// </summary>
/// <remarks>Made by hand: the client factory with its container took 25 ms of the first command, and what it adds, handlers
/// that are changed as addresses move, the handler does itself by the lifetime of its connections.</remarks>
internal sealed class HttpClients(TimeSpan connectTimeout) : IDisposable
{
    private static readonly string s_userAgent = "WxCloud/" + typeof(HttpClients).Assembly.GetName().Version!.ToString(3);

    public HttpClient Api { get; } = Client(connectTimeout, DecompressionMethods.GZip | DecompressionMethods.Deflate);

    public HttpClient Objects { get; } = Client(connectTimeout, DecompressionMethods.None);

    public void Dispose()
    {
        Api.Dispose();
        Objects.Dispose();
    }

    private static HttpClient Client(TimeSpan connectTimeout, DecompressionMethods decompression)
    {
        // Silence is watched per read and write instead, so that a long transfer is never cut.
        var client = new HttpClient(Handler(connectTimeout, decompression)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(s_userAgent);
        return client;
    }

#if NET
    private static SocketsHttpHandler Handler(TimeSpan connectTimeout, DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = decompression,
        ConnectTimeout = connectTimeout,
        // A download that is given up closes its connection at once, instead of reading on for two seconds to keep it.
        MaxResponseDrainSize = 0,
        // A name may move to other addresses during a long session.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
#else
    // The connect timeout is watched together with the wait for the reply here.
    private static HttpClientHandler Handler(TimeSpan connectTimeout, DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = decompression,
        MaxConnectionsPerServer = 256,
        UseCookies = false,
    };
#endif
}
