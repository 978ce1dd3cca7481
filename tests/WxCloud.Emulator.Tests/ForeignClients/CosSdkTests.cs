using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

public sealed class CosSdkTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_Node_sdk_lists_copies_uploads_in_parts_and_deletes(bool hasTemporaryKeys)
    {
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Port = 0 }, TestEmulator.Cancellation);
        using var client = new HttpClient { BaseAddress = host.Endpoint };
        using var keys = JsonDocument.Parse(await client.GetStringAsync("_/cos/getauth", TestEmulator.Cancellation));
        string[] credential = hasTemporaryKeys ? [keys.RootElement.Text("TmpSecretId"), keys.RootElement.Text("TmpSecretKey"), keys.RootElement.Text("Token")] : [];

        var output = await NodePackages.RunAsync("cos-bucket.js", null, [host.Endpoint.AbsoluteUri.TrimEnd('/'), .. credential]);

        // Six parts, of which one was there before the file was sent, and as many that were copied.
        Assert.Contains("\"object:PART\":12,", await client.GetStringAsync("_emulator/requests", TestEmulator.Cancellation), StringComparison.Ordinal);
        Assert.EndsWith("ok\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
