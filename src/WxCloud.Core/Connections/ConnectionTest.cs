using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Storage;
using WxCloud.Storage.Buckets;
using static WxCloud.WxCloudErrorCategory;
using static WxCloud.WxConnectionCheckStatus;
using Check = WxCloud.WxConnectionCheckName;

namespace WxCloud.Connections;

/// <summary>
/// Checks each step of a call and reports at the first failure what to do. It changes nothing: an upload ticket is requested
/// for and not used.
/// </summary>
internal sealed class ConnectionTest(
    ConnectionSettings settings,
    HttpTransport api,
    HttpTransport objects,
    ITokenSource tokens,
    StorageClient storage,
    ICosCredentialSource keys,
    EnvironmentBuckets buckets,
    TimeProvider timeProvider)
{
    /// <summary>Object storage refuses signatures beyond it (RequestTimeTooSkewed).</summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(15);

    private static readonly Check[] s_order = [Check.Clock, Check.Dns, Check.Tls, Check.Token, Check.IPWhitelist, Check.Environment, Check.Storage, Check.CosCredential];

    /// <summary>One row for each check, in their order.</summary>
    /// <param name="environmentId">The cloud environment to look at; <see langword="null"/> for the connection's own.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public async Task<IReadOnlyList<WxConnectionCheck>> RunAsync(string? environmentId, CancellationToken cancellationToken)
    {
        var walk = new Walk();
        try
        {
            await ResolveAsync(walk).ConfigureAwait(false);
            await ConnectAsync(walk, cancellationToken).ConfigureAwait(false);
            await AuthoriseAsync(walk, cancellationToken).ConfigureAwait(false);
            await UseAsync(walk, environmentId, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e)
        {
            walk.Fail(e);
        }

        return [.. s_order.Select(walk.Report)];
    }

    private async Task ResolveAsync(Walk walk)
    {
        walk.Begin(Check.Dns);
        var host = settings.Endpoint.Host;
        if (HttpClients.ProxyFor(settings.Endpoint) is { } proxy)
        {
            walk.Skip("Check.ByProxy", proxy.Authority);
            return;
        }

        if (settings.Endpoint.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            walk.Skip("Check.NoName", host);
            return;
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
            walk.Pass("Check.Resolved", host, string.Join(", ", addresses.Select(static address => address.ToString())));
        }
        catch (SocketException e)
        {
            throw Error.NameNotResolved(host, e);
        }
    }

    private async Task ConnectAsync(Walk walk, CancellationToken cancellationToken)
    {
        walk.Begin(Check.Tls);
        using var watch = api.Watch(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.Endpoint);
        using var response = await api.SendAsync(request, watch).ConfigureAwait(false);
        if (settings.Endpoint.Scheme == Uri.UriSchemeHttps)
        {
            walk.Pass("Check.Trusted", settings.Endpoint.Host);
        }
        else
        {
            walk.Skip("Check.PlainHttp", settings.Endpoint.Host);
        }

        walk.Begin(Check.Clock);
        if (response.Headers.Date is not { } theirs)
        {
            walk.Skip("Check.NoDate");
            return;
        }

        var difference = (timeProvider.GetUtcNow() - theirs).Duration();
        if (difference > s_clockTolerance)
        {
            throw Error.ClockDiffers(theirs, difference);
        }

        walk.Pass("Check.ClocksAgree", difference.TotalSeconds.ToString("0", CultureInfo.CurrentCulture));
    }

    private async Task AuthoriseAsync(Walk walk, CancellationToken cancellationToken)
    {
        walk.Begin(Check.Token);
        var token = await tokens.ConfirmAsync(cancellationToken).ConfigureAwait(false);
        if (token is null)
        {
            walk.Skip("Check.NoToken");
        }
        else
        {
            walk.Pass("Check.Token", token.Kind, token.Source);
        }

        walk.Begin(Check.IPWhitelist);
        if (token is { Source: WxTokenOrigin.Service })
        {
            walk.Pass("Check.AddressAllowed");
        }
        else
        {
            walk.Skip("Check.AddressNotAsked");
        }
    }

    private async Task UseAsync(Walk walk, string? named, CancellationToken cancellationToken)
    {
        walk.Begin(Check.Environment);
        var environmentId = named ?? settings.EnvironmentId ?? throw Error.EnvironmentMissing();
        var ticket = await storage.GetUploadTicketAsync(environmentId, "wxcloud-connection-test.txt", cancellationToken).ConfigureAwait(false);
        walk.Pass("Check.Environment", environmentId);

        walk.Begin(Check.Storage);
        using var watch = objects.Watch(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(ticket.Url, "/"));
        // Any answer shows that the host is reachable; the request has no signature.
        using var response = await objects.SendAsync(request, watch).ConfigureAwait(false);
        walk.Pass("Check.Storage", ticket.Url.Host);
        await ListAsync(walk, environmentId, cancellationToken).ConfigureAwait(false);
    }

    private async Task ListAsync(Walk walk, string environmentId, CancellationToken cancellationToken)
    {
        walk.Begin(Check.CosCredential);
        try
        {
            var credential = await keys.GetAsync(cancellationToken).ConfigureAwait(false);
            var bucket = await buckets.FindAsync(environmentId, cancellationToken).ConfigureAwait(false);
            await bucket.Objects.ListPageAsync(string.Empty, string.Empty, string.Empty, cancellationToken, maxKeys: 1).ConfigureAwait(false);
            walk.Pass("Check.CosCredential." + credential.Origin, bucket.Address.Bucket);
        }
        catch (WxCloudException e) when (!keys.IsForObjects && e.Category is PermissionDenied or AuthenticationError)
        {
            // The keys of the service are not documented to work with objects, so this is not a failure of the connection.
            walk.Skip("Check.NoCosCredential", e.Message);
        }
    }

    /// <summary>What was seen on the way.</summary>
    private sealed class Walk
    {
        private readonly Dictionary<Check, WxConnectionCheck> _seen = [];
        private Check _current;

        public void Begin(Check check) => _current = check;

        public void Pass(string text, params object[] values) => _seen[_current] = new(_current, Passed, Messages.Format(text, values));

        public void Skip(string text, params object[] values) => _seen[_current] = new(_current, Skipped, Messages.Format(text, values));

        public void Fail(WxCloudException error)
        {
            var check = PlaceOf(error);
            _seen[check] = new(check, Failed, error.Message) { RecommendedAction = error.RecommendedAction, ErrorId = error.ErrorId };
        }

        public WxConnectionCheck Report(Check check) =>
            _seen.TryGetValue(check, out var seen) ? seen : new(check, Skipped, Messages.Format("Check.NotReached"));

        /// <summary>An error may show only later what it is about: a refused token shows when it is used.</summary>
        private Check PlaceOf(WxCloudException error) => error.Stage switch
        {
            FailureStage.IPWhitelist => Check.IPWhitelist,
            FailureStage.NameResolution when _current == Check.Tls => Check.Dns,
            FailureStage.Environment => Check.Environment,
            FailureStage.Token => Check.Token,
            _ => _current,
        };
    }
}
