using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Http;

/// <summary>
/// Prevents web pages from using the emulator. A page of another site can reach it through a name of that site which resolves to this machine
/// (DNS rebinding), so the host must be one of the emulator's own names or a name of the real service; and it can post to it across sites, so an
/// <c>Origin</c> must be the emulator's own.
/// </summary>
internal sealed class HostGuard(IReadOnlyList<string> hostNames)
{
    // "localhost" and every name below it is this machine by RFC 6761; an IP address in the Host header cannot come from rebinding.
    private const string Localhost = "localhost";

    private readonly string[] _ownNames = [Localhost, Dns.GetHostName().ToLowerInvariant(), .. hostNames.Select(name => name.ToLowerInvariant())];

    // Nearly every request names the same host as the one before.
    private string _accepted = string.Empty;

    /// <summary>Why a request is refused; null when it is accepted.</summary>
    public string? Refusal(HttpRequest request, RequestTarget target)
    {
        if (target.Host != Volatile.Read(ref _accepted))
        {
            if (target.Host.Length > 0 && !IsOwn(target.Host) && !ServiceHosts.IsServiceHost(target.Host))
            {
                return $"'{target.Host}' is not a name of this emulator; start it with --host {target.Host} to allow it.";
            }

            Volatile.Write(ref _accepted, target.Host);
        }

        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            return null;
        }

        var origin = origins.ToString();
        return origin.Length == 0 || origin.Equals($"{target.Scheme}://{target.Authority}", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"Requests from web pages of {origin} are refused.";
    }

    /// <summary>True for the names and addresses under which the emulator itself is reached.</summary>
    public bool IsOwn(string host)
    {
        return IPAddress.TryParse(host.Trim('[', ']'), out _) || ParentOf(host) is not null;
    }

    /// <summary>The part before an own name in a host, such as the bucket of <c>bucket.localhost</c>: empty when nothing does, null when the host is not below an own name.</summary>
    public string? ParentOf(string host)
    {
        foreach (var name in _ownNames)
        {
            if (host == name)
            {
                return string.Empty;
            }

            if (host.Length > name.Length + 1 && host[^(name.Length + 1)] == '.' && host.EndsWith(name, StringComparison.Ordinal))
            {
                return host[..^(name.Length + 1)];
            }
        }

        return null;
    }
}
