using System;
using System.Net;
#if NET
using System.Net.Http;
#endif

namespace WxCloud.Http;

/// <summary>
/// The proxy of the system or of the <c>http_proxy</c> variables, except that loopback is always reached directly: an emulator
/// on this computer never needs a proxy.
/// </summary>
internal sealed class SystemProxy : IWebProxy
{
#if NET
    private static IWebProxy? Default => HttpClient.DefaultProxy;
#else
    private static IWebProxy? Default => WebRequest.DefaultWebProxy;
#endif

    public ICredentials? Credentials
    {
        get => Default?.Credentials;
        set => throw new NotSupportedException();
    }

    /// <summary>The proxy on the way to an address; <see langword="null"/> when it is reached directly.</summary>
    public static Uri? For(Uri destination)
    {
        if (destination.IsLoopback || Default is not { } system || system.IsBypassed(destination))
        {
            return null;
        }

        var proxy = system.GetProxy(destination);
        return proxy is null || proxy == destination ? null : proxy;
    }

    public Uri? GetProxy(Uri destination) => For(destination);

    public bool IsBypassed(Uri host) => For(host) is null;
}
