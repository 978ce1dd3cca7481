using System;
using System.Net.Http;
using WxCloud.Errors;

namespace WxCloud.Http;

/// <summary>Where a reply sends its reader on to.</summary>
internal static class Redirects
{
    /// <returns>The next address; <see langword="null"/> when the reply is no redirect.</returns>
    /// <exception cref="WxCloudException">It leads from https to plain http, or to no web address.</exception>
    public static Uri? Target(Uri from, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
        {
            return null;
        }

        var target = location.IsAbsoluteUri ? location : new Uri(from, location);
        var isAllowed = target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        return isAllowed ? target : throw Error.TooManyRedirects(from.Host);
    }
}
