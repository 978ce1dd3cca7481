using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Console.Replies;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Console;

/// <summary>The console: its pages, and the control calls below <c>/_emulator/</c> that they use. None of them is counted, logged or faulted.</summary>
/// <param name="key">The key that is required beyond loopback.</param>
/// <param name="pages">The pages.</param>
/// <param name="api">The service's own calls, which the console makes without a token.</param>
/// <param name="calls">The other calls, by method and path.</param>
internal sealed class ConsoleHost(ConsoleAccessKey key, ConsolePages pages, ApiHost api, IEnumerable<KeyValuePair<string, Func<HttpContext, Task>>> calls)
{
    private const string ControlPrefix = "_emulator/";
    private const string ApiPrefix = "_emulator/call/";

    private readonly Dictionary<string, Func<HttpContext, Task>> _calls = calls.ToDictionary(StringComparer.Ordinal);

    /// <summary>Answers a request if it is the console's.</summary>
    /// <returns>False when it is not, and nothing was done.</returns>
    public async Task<bool> TryHandleAsync(HttpContext context, RequestTarget target, string path)
    {
        if (path.StartsWith(ConsolePages.Folder, StringComparison.Ordinal))
        {
            await pages.HandleAsync(context, path[ConsolePages.Folder.Length..]).ConfigureAwait(false);
            return true;
        }

        var isApi = path.StartsWith(ApiPrefix, StringComparison.Ordinal);
        if (!_calls.TryGetValue($"{context.Request.Method} {path[ControlPrefix.Length..]}", out var call) && !isApi)
        {
            return false;
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (IsFromAnotherSite(context.Request))
        {
            await context.SendErrorAsync(StatusCodes.Status403Forbidden, "Pages of other sites cannot use the console's calls.").ConfigureAwait(false);
        }
        else if (!key.Accepts(context.Request))
        {
            await context.SendErrorAsync(StatusCodes.Status401Unauthorized, $"The emulator listens beyond this machine: send the key that it printed at the start in the header {ConsoleAccessKey.HeaderName}.").ConfigureAwait(false);
        }
        else if (isApi)
        {
            await api.HandleTrustedAsync(context, target, path[ApiPrefix.Length..]).ConfigureAwait(false);
        }
        else
        {
            await AnswerAsync(context, call!).ConfigureAwait(false);
        }

        return true;
    }

    private static async Task AnswerAsync(HttpContext context, Func<HttpContext, Task> call)
    {
        try
        {
            await call(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ControlException or JsonException)
        {
            await context.SendErrorAsync(StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
    }

    /// <summary>Browsers state the origin of a request, even for images and scripts that send no <c>Origin</c> (w3.org/TR/fetch-metadata).</summary>
    private static bool IsFromAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
}
