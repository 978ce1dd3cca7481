using System;
using System.IO;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Foreign;

/// <summary>Public clients against our emulator: they were not written by us, so they judge.</summary>
public sealed class ForeignClientTests : EmulatorTest
{
    [Theory]
    [InlineData("cos-sdk.js", "proxy")]
    [InlineData("cos-sdk.js", "domain")]
    [InlineData("tcb-admin.js", "")]
    public async Task A_public_Node_client_works_as_it_does_with_the_service(string script, string way)
    {
        var (node, modules) = await NodeModules.FindAsync(Token);
        var result = await Programs.RunAsync(
            node,
            [Path.Combine(AppContext.BaseDirectory, "foreign", script), Emulator.Endpoint.AbsoluteUri.TrimEnd('/'), way],
            Token,
            new System.Collections.Generic.Dictionary<string, string?> { ["NODE_PATH"] = modules });
        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        Assert.Equal("ok", result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }
}
