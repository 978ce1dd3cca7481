using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace WxCloud.Http;

/// <summary>
/// The HTTP clients of a connection, by name: one for the JSON API, one for the bytes of objects. Neither follows redirects by
/// itself, since a form post would silently become a GET.
/// </summary>
/// <remarks>The factory is built by the first request, so that a connection that is only looked at does not pay for it. It renews
/// handlers as addresses move where the handler cannot renew its connections itself, which is on .NET Framework.</remarks>
internal sealed class HttpClients : IDisposable
{
    /// <summary>The client for the JSON API: replies may be compressed.</summary>
    public const string Api = "WxCloud.Api";

    /// <summary>The client for objects, whose bytes come as they are stored.</summary>
    public const string Objects = "WxCloud.Objects";

    private const string UserAgent = "User-Agent";

    /// <summary>A name may move to other addresses during a long session.</summary>
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    private static readonly string s_userAgent = "WxCloud/" + typeof(HttpClients).Assembly.GetName().Version!.ToString(3);

    private static readonly SystemProxy s_proxy = new();

    private readonly Lazy<ServiceProvider> _services;
    private bool _isDisposed;

#if NET
    // What HttpClient adds to its handler, a source of cancellation and default headers, is not used here, and is a good part of a small request.
    private readonly Lazy<HttpMessageInvoker> _api;
    private readonly Lazy<HttpMessageInvoker> _objects;
#endif

    /// <param name="connectTimeout">The limit for connecting.</param>
    public HttpClients(TimeSpan connectTimeout)
    {
        _services = new(() => Build(connectTimeout));
#if NET
        _api = new(() => new(HandlerOf(Api), disposeHandler: false));
        _objects = new(() => new(HandlerOf(Objects), disposeHandler: false));
#endif
    }

    /// <summary>The proxy on the way to an address; <see langword="null"/> when it is reached directly.</summary>
    public static Uri? ProxyFor(Uri destination) => SystemProxy.For(destination);

    /// <summary>Sends a request and returns when the head of the reply is there.</summary>
    public Task<HttpResponseMessage> SendAsync(string name, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Headers.Contains(UserAgent))
        {
            request.Headers.TryAddWithoutValidation(UserAgent, s_userAgent);
        }

#if NET
        return (name == Api ? _api : _objects).Value.SendAsync(request, cancellationToken);
#else
        // A client need not be disposed: the sockets belong to the factory, and its handlers are renewed for those that come later.
        var client = _services.Value.GetRequiredService<IHttpClientFactory>().CreateClient(name);

        // Silence is watched per read and write instead, so that a long transfer is never cut.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
#endif
    }

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

    private HttpMessageHandler HandlerOf(string name) => _services.Value.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);

    private void CloseSockets(string name)
    {
        var handler = HandlerOf(name);
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

        // The factory asks for these types of options, and registers them for every type: a native program would put them together when it starts.
        services.AddSingleton<IOptionsMonitor<HttpClientFactoryOptions>, OptionsMonitor<HttpClientFactoryOptions>>();
        services.AddSingleton<IOptionsMonitorCache<HttpClientFactoryOptions>, OptionsCache<HttpClientFactoryOptions>>();
        services.AddTransient<IOptionsFactory<HttpClientFactoryOptions>, OptionsFactory<HttpClientFactoryOptions>>();

        // Logging and metrics of the factory would include queries, which have tokens and signatures; the engine logs calls itself.
        services.RemoveAll<IHttpMessageHandlerBuilderFilter>();
        return services.BuildServiceProvider();
    }

    private static void Add(IServiceCollection services, string name, TimeSpan connectTimeout, DecompressionMethods decompression)
    {
        services.AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(() => Handler(connectTimeout, decompression))
#if NET
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
#else
            .SetHandlerLifetime(s_connectionLifetime);
#endif
    }

#if NET
    private static SocketsHttpHandler Handler(TimeSpan connectTimeout, DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = decompression,
        ConnectTimeout = connectTimeout,

        // An abandoned download closes its connection at once, instead of reading for two more seconds to reuse it.
        MaxResponseDrainSize = 0,

        // The request for a tunnel is not the one whose body is sent, though it is made on its behalf.
        PlaintextStreamFilter = static (context, _) => new(
            context.InitialRequestMessage.Method == HttpMethod.Connect ? context.PlaintextStream : new EarlyReplyStream(context.PlaintextStream)),
        PooledConnectionLifetime = s_connectionLifetime,
        Proxy = s_proxy,
        RequestHeaderEncodingSelector = static (_, request) => request is RawHeaderRequest ? System.Text.Encoding.Latin1 : null,
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

/// <summary>
/// A request whose header values are bytes as replies have them, a character each, instead of text. .NET Framework writes all values so.
/// </summary>
internal sealed class RawHeaderRequest(HttpMethod method, Uri uri) : HttpRequestMessage(method, uri);
