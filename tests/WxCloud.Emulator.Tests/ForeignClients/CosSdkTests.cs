using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

public sealed class CosSdkTests
{
    [Theory]
    [InlineData("proxy")]
    [InlineData("domain")]
    public async Task The_node_sdk_of_the_object_host_works_with_the_emulator(string way)
    {
        string found = await ForeignProgram.RunAsync("node", "-p", "try { require.resolve('cos-nodejs-sdk-v5') } catch { '' }");
        Assert.SkipWhen(found.Trim().Length == 0, "cos-nodejs-sdk-v5 is not found: install it where NODE_PATH points.");
        await using EmulatorHost host = await EmulatorHost.StartAsync(new EmulatorOptions { Port = 0 }, TestEmulator.Cancellation);

        string output = await ForeignProgram.RunAsync(
            "node",
            Path.Combine(Path.GetDirectoryName(typeof(CosSdkTests).Assembly.Location)!, "cos-sdk.js"),
            host.Endpoint.Port.ToString(CultureInfo.InvariantCulture),
            way);

        Assert.Equal("all well", output.Trim());
    }
}
