using System;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

public sealed class CosSdkTests
{
    [Fact]
    public async Task The_Node_sdk_lists_copies_uploads_in_parts_and_deletes()
    {
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Port = 0 }, TestEmulator.Cancellation);

        var output = await NodePackages.RunAsync("cos-bucket.js", null, host.Endpoint.AbsoluteUri.TrimEnd('/'));

        // Six parts, of which one was there before the file was sent.
        using var client = new HttpClient { BaseAddress = host.Endpoint };
        Assert.Contains("\"object:PART\":6,", await client.GetStringAsync("_emulator/requests", TestEmulator.Cancellation), StringComparison.Ordinal);
        Assert.EndsWith("ok\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
