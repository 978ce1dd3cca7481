using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;

namespace WxCloud.Http;

/// <summary>Sends HTTP requests through a named client, watches for silence, and maps every failure of the network to an error.</summary>
/// <param name="clients">Where its client comes from.</param>
/// <param name="name">The name of that client.</param>
/// <param name="timeout">The limit for a reply to begin, and for silence between bytes.</param>
/// <param name="allowsPlainHttp">Whether plain http may be spoken to a place.</param>
/// <param name="log">Receives every call.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class HttpTransport(
    HttpClients clients,
    string name,
    TimeSpan timeout,
    Func<Uri, bool> allowsPlainHttp,
    EngineLog log,
    TimeProvider timeProvider)
{
    /// <summary>A watch for silence, to be reset at every sign of life.</summary>
    public SilenceWatch Watch(CancellationToken cancellationToken) => new(timeout, timeProvider, cancellationToken);

    /// <summary>A watch over a whole call that is never reset: for replies that have no reason to be long.</summary>
    public SilenceWatch Limit(int timeouts, CancellationToken cancellationToken) =>
        new(TimeSpan.FromTicks(timeout.Ticks * timeouts), timeProvider, cancellationToken);

    /// <summary>Sends a request, returns when the head of the reply is there, and reports the call.</summary>
    /// <exception cref="WxCloudException">The network failed, or the address is plain http where that is not allowed.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SilenceWatch watch)
    {
        var began = Start();
        var trace = Trace(request);
        try
        {
            var response = await SendUnloggedAsync(request, watch).ConfigureAwait(false);
            Report(trace?.With(response), began);
            return response;
        }
        catch (WxCloudException e)
        {
            Report(trace?.With(e), began);
            throw;
        }
    }

    /// <summary>A call as it is sent; <see langword="null"/> when calls are reported to no listener.</summary>
    public CallTrace? Trace(HttpRequestMessage request) => log.ReportsCalls ? CallTrace.Of(request) : null;

    /// <summary>A mark in time for <see cref="Report"/>.</summary>
    public long Start() => timeProvider.GetTimestamp();

    /// <summary>Reports a call with its outcome to the log.</summary>
    public void Report(CallTrace? call, long began)
    {
        if (call is not null)
        {
            log.Report(call with { Elapsed = timeProvider.GetElapsedTime(began) });
        }
    }

    /// <summary>Sends a request and returns when the headers of the reply have arrived; the caller logs the call later.</summary>
    /// <exception cref="WxCloudException">The network failed, or the address is plain http where that is not allowed.</exception>
    public async Task<HttpResponseMessage> SendUnloggedAsync(HttpRequestMessage request, SilenceWatch watch)
    {
        var uri = request.RequestUri!;
        // A reply may name any address, also one of this computer's files.
        if (uri.Scheme != Uri.UriSchemeHttps && (uri.Scheme != Uri.UriSchemeHttp || !allowsPlainHttp(uri)))
        {
            throw Error.PlainHttpRefused(uri.Host);
        }

#if NET
        using var body = request.Content is null ? null : SentBody.Begin();
#endif
        try
        {
            var response = await clients.SendAsync(name, request, watch.Token).ConfigureAwait(false);
#if NET
            if (response.IsSuccessStatusCode && body?.Failure is { } failure)
            {
                response.Dispose();
                throw Error.ConnectionBroke(AuthorityOf(uri), failure);
            }

#endif
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                response.Dispose();
                throw Error.ProxyRefused(AuthorityOf(HttpClients.ProxyFor(uri) ?? uri), "HTTP 407");
            }

            return response;
        }
        catch (Exception e) when (Describe(e, uri, watch, HttpClients.ProxyFor(uri)) is { } error)
        {
            throw error;
        }
    }

    /// <summary>Reads on in a body, with the same watch and the same errors; 0 at its end.</summary>
    public static async ValueTask<int> ReadAsync(Uri uri, SilenceWatch watch, Stream body, Memory<byte> buffer)
    {
        try
        {
            var read = await body.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
            watch.Reset();
            return read;
        }
        catch (Exception e) when (Describe(e, uri, watch, proxy: null) is { } error)
        {
            throw error;
        }
    }

    /// <summary>The error for a failure of the network; <see langword="null"/> for any other exception.</summary>
    private static WxCloudException? Describe(Exception exception, Uri uri, SilenceWatch watch, Uri? proxy)
    {
        var host = AuthorityOf(uri);
        if (watch.HasFired)
        {
            return Error.Silence(host, watch.Limit);
        }

        // A failure of the request's own body, such as a local file that changed, is an inner exception.
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case WxCloudException known:
                    return known;
                case AuthenticationException:
                    return Error.TlsFailed(host, cause);
#if NET
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel when proxy is not null:
                    return Error.ProxyRefused(AuthorityOf(proxy), tunnel.StatusCode is { } status ? $"HTTP {(int)status}" : tunnel.Message);
#endif
                case SocketException socket when proxy is not null && IsUnreachable(socket.SocketErrorCode):
                    return Error.ProxyUnreachable(AuthorityOf(proxy), cause);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return Error.NameNotResolved(host, cause);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Error.ConnectionRefused(host, cause);
            }
        }

        return exception switch
        {
            // A handler reports its connect timeout as a cancellation that was not requested.
            OperationCanceledException => watch.IsCancelled ? null : Error.Silence(host, watch.Limit),
            // A compressed reply of the service that is none.
            InvalidDataException => Error.ConnectionBroke(host, exception),
            HttpRequestException or IOException or SocketException or ObjectDisposedException => Error.ConnectionBroke(host, exception),
            _ => null,
        };
    }

    /// <summary>With a proxy, the only host that is resolved and connected to is the proxy.</summary>
    private static bool IsUnreachable(SocketError error) => error
        is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
        or SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut;

    private static string AuthorityOf(Uri uri) => uri.IsDefaultPort ? uri.Host : uri.Authority;
}
