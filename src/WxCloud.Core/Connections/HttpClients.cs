using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WxCloud.Connections;

/// <summary>
/// The two named HTTP clients of a connection: one for the JSON API, one for the bytes of objects. Neither follows
/// redirects by itself, since a form post would silently become a GET, and neither logs addresses, since they carry tokens.
/// </summary>
internal sealed class HttpClients : IDisposable
{
    private const string ApiName = "wxcloud-api";
    private const string ObjectsName = "wxcloud-objects";

    // The factory keeps its handlers for the life of the process; the sockets of a connection end with it.
    private readonly ConcurrentBag<HttpMessageHandler> _handlers = [];
    private readonly ServiceProvider _provider;
    private readonly IHttpClientFactory _factory;

    public HttpClients(TimeSpan connectTimeout)
    {
        var services = new ServiceCollection();
        Add(services, ApiName, connectTimeout, DecompressionMethods.GZip | DecompressionMethods.Deflate);
        Add(services, ObjectsName, connectTimeout, DecompressionMethods.None);
        _provider = services.BuildServiceProvider();
        _factory = _provider.GetRequiredService<IHttpClientFactory>();
    }

    public HttpClient Api => _factory.CreateClient(ApiName);

    public HttpClient Objects => _factory.CreateClient(ObjectsName);

    public void Dispose()
    {
        _provider.Dispose();
        foreach (var handler in _handlers)
        {
            handler.Dispose();
        }
    }

    private void Add(IServiceCollection services, string name, TimeSpan connectTimeout, DecompressionMethods decompression) =>
        services.AddHttpClient(name)
            .ConfigureHttpClient(static client =>
            {
                // Silence is watched per read and write instead, so that a long transfer is never cut.
                client.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("WxCloud/" + typeof(HttpClients).Assembly.GetName().Version!.ToString(3));
            })
            .ConfigurePrimaryHttpMessageHandler(() =>
            {
                var handler = Handler(connectTimeout, decompression);
                _handlers.Add(handler);
                return handler;
            })
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

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
