using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WxCloud.Http;

/// <summary>
/// The HTTP clients of a connection, by name: one for the JSON API, one for the bytes of objects. Neither follows redirects by
/// itself, since a form post would silently become a GET.
/// </summary>
/// <remarks>The factory is built by the first request, so that a connection that is only looked at does not pay for it. It renews
/// handlers as addresses move where the handler cannot renew its connections itself, which is on .NET Framework.</remarks>
/// <param name="connectTimeout">The limit for connecting.</param>
internal sealed class HttpClients(TimeSpan connectTimeout) : IDisposable
{
    /// <summary>The client for the JSON API: replies may be compressed.</summary>
    public const string Api = "WxCloud.Api";

    /// <summary>The client for objects, whose bytes come as they are stored.</summary>
    public const string Objects = "WxCloud.Objects";

#if NET
    /// <summary>
    /// Marks a request whose header values are bytes as replies have them, a character each, instead of text. .NET Framework writes
    /// all values so.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> HasRawHeaders = new("WxCloud.HasRawHeaders");
#endif

    /// <summary>A name may move to other addresses during a long session.</summary>
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    private static readonly ProductInfoHeaderValue s_userAgent = new("WxCloud", typeof(HttpClients).Assembly.GetName().Version!.ToString(3));

    private static readonly SystemProxy s_proxy = new();

    private readonly Lazy<ServiceProvider> _services = new(() => Build(connectTimeout));
    private bool _isDisposed;

    /// <summary>The proxy on the way to an address; <see langword="null"/> when it is reached directly.</summary>
    public static Uri? ProxyFor(Uri destination) => SystemProxy.For(destination);

    /// <summary>A client for one request or many. It need not be disposed: the sockets belong to the factory.</summary>
    public HttpClient Create(string name) => _services.Value.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    /// <summary>Closes the sockets. The factory itself would keep them until they are idle for long.</summary>
    public void Dispose()
    {
        if (_services.IsValueCreated && !_isDisposed)
        {
            _isDisposed = true;
            CloseSockets(Api);
            CloseSockets(Objects);
            _services.Value.Dispose();
        }
    }

    private void CloseSockets(string name)
    {
        var handler = _services.Value.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        handler.Dispose();
    }

    private static ServiceProvider Build(TimeSpan connectTimeout)
    {
        var services = new ServiceCollection();

        // Registered before the factory adds a logger with options and filters, which takes a good part of the first call.
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        Add(services, Api, connectTimeout, DecompressionMethods.GZip | DecompressionMethods.Deflate);
        Add(services, Objects, connectTimeout, DecompressionMethods.None);

        // Logging and metrics of the factory would include queries, which have tokens and signatures; the engine logs calls itself.
        services.RemoveAll<IHttpMessageHandlerBuilderFilter>();
        return services.BuildServiceProvider();
    }

    private static void Add(IServiceCollection services, string name, TimeSpan connectTimeout, DecompressionMethods decompression)
    {
        services.AddHttpClient(name, Configure)
            .ConfigurePrimaryHttpMessageHandler(() => Handler(connectTimeout, decompression))
#if NET
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan);
#else
            .SetHandlerLifetime(s_connectionLifetime);
#endif
    }

    private static void Configure(HttpClient client)
    {
        // Silence is watched per read and write instead, so that a long transfer is never cut.
        client.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.Add(s_userAgent);
    }

#if NET
    private static SocketsHttpHandler Handler(TimeSpan connectTimeout, DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = decompression,
        ConnectTimeout = connectTimeout,

        // An abandoned download closes its connection at once, instead of reading for two more seconds to reuse it.
        MaxResponseDrainSize = 0,
        PlaintextStreamFilter = static (context, _) => new(new EarlyReplyStream(context.PlaintextStream)),
        PooledConnectionLifetime = s_connectionLifetime,
        Proxy = s_proxy,
        RequestHeaderEncodingSelector = static (_, request) => request.Options.TryGetValue(HasRawHeaders, out var isRaw) && isRaw ? System.Text.Encoding.Latin1 : null,
        UseCookies = false,
    };
#else
    // The connect timeout is watched together with the wait for the reply here.
    private static HttpClientHandler Handler(TimeSpan connectTimeout, DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = decompression,
        MaxConnectionsPerServer = 256,
        Proxy = s_proxy,
        UseCookies = false,
    };
#endif
}
