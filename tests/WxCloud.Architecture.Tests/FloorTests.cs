using System;
using System.Linq;
using Xunit;

namespace WxCloud.Architecture.Tests;

public sealed class FloorTests
{
    // From the lowest floor up: each uses only those before it. The root creates the parts and is used by none of them.
    private static readonly string[] s_engine =
    [
        "WxCloud.Polyfills", "WxCloud.Secrets", "WxCloud.Errors", "WxCloud.Local", "WxCloud.Http", "WxCloud.Model", "WxCloud.Api", "WxCloud.Tokens",
        "WxCloud.Cos", "WxCloud.Storage", "WxCloud.Database", "WxCloud.Functions", "WxCloud.Login", "WxCloud.Transfers", "WxCloud.Backups", "WxCloud.Orphans",
        "WxCloud.Measurements", "WxCloud.WebFiles", "WxCloud.Connections", "WxCloud",
    ];

    [Theory]
    [InlineData("net10.0")]
    [InlineData("netstandard2.0")]
    public void Engine_uses_only_what_stands_below(string framework)
    {
        var uses = Built.Uses("WxCloud.Core", framework).Where(static use => IsInEngine(use.FromNamespace) && IsInEngine(use.ToNamespace)).ToList();
        Assert.NotEmpty(uses);
        TypeUse.AssertNone(uses.Where(static use => FloorOf(use.FromNamespace) < FloorOf(use.ToNamespace)));
    }

    [Fact]
    public void Every_folder_of_the_engine_has_a_floor() =>
        TypeUse.AssertNone(Built.Uses("WxCloud.Core", "net10.0").Where(static use => IsInEngine(use.FromNamespace) && FloorOf(use.FromNamespace) < 0));

    private static bool IsInEngine(string name) => name == "WxCloud" || name.StartsWith("WxCloud.", StringComparison.Ordinal);

    // Folders inside one of these, such as Transfers/Upload, are on its floor; among each other they form no circle.
    private static int FloorOf(string name) =>
        Array.FindIndex(s_engine, floor => name == floor || (floor != "WxCloud" && name.StartsWith(floor + ".", StringComparison.Ordinal)));
}
