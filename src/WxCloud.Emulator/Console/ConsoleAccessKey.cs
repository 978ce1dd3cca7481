using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Console;

/// <summary>
/// The key that the console requires when the emulator listens beyond loopback. It is in the query of the address that is printed at the start,
/// and is then kept in a cookie that no script can read.
/// </summary>
internal sealed class ConsoleAccessKey
{
    public const string HeaderName = "X-WxCloud-Key";

    private const string CookieName = "wxcloud-console";
    private const string ParameterName = "key";

    private readonly byte[]? _key;

    public ConsoleAccessKey(IPAddress address)
    {
        if (!IPAddress.IsLoopback(address))
        {
            Text = RandomNumberGenerator.GetHexString(32, lowercase: true);
            _key = Encoding.ASCII.GetBytes(Text);
        }
    }

    /// <summary>The key; null when none is required.</summary>
    public string? Text { get; }

    /// <summary>True when the request has the key, or none is required.</summary>
    public bool Accepts(HttpRequest request)
    {
        return _key is null || IsKey(request.Cookies[CookieName]) || IsKey(request.Headers[HeaderName]) || IsKey(request.Query[ParameterName]);
    }

    /// <summary>Moves the key from the address into a cookie, so that it leaves the address bar and the history.</summary>
    /// <returns>True when the request had the key in its address; it is then answered.</returns>
    public bool TryTakeFromAddress(HttpContext context)
    {
        if (_key is null || !IsKey(context.Request.Query[ParameterName]))
        {
            return false;
        }

        context.Response.Cookies.Append(CookieName, Text!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
        context.Response.ContentLength = 0;
        return true;
    }

    private bool IsKey(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _key);
}
