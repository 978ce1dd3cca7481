using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>The cloud functions that an emulator runs; see GET /_emulator/functions in docs/emulator.md.</summary>
internal static class EmulatorFunctions
{
    /// <returns>The names; none when no emulator answers at the endpoint.</returns>
    public static async Task<IReadOnlyList<string>> ListAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient();
            using var reply = await client.GetAsync(new Uri(new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/"), "_emulator/functions"), cancellationToken).ConfigureAwait(false);
            using var json = JsonDocument.Parse(await reply.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(
#if NET
                cancellationToken
#endif
                ).ConfigureAwait(false));
            return [.. json.RootElement.GetProperty("functions").EnumerateArray().Select(static function => function.GetProperty("name").GetString()!)];
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
