using System;
using System.Linq;
using Xunit;

namespace WxCloud.Architecture.Tests;

public sealed class FaceTests
{
    private const string PowerShell = "System.Management.Automation.";

    [Theory]
    [InlineData("net10.0")]
    [InlineData("netstandard2.0")]
    public void Engine_knows_no_face_no_PowerShell_and_no_console(string framework) => AssertUsesNone(
        "WxCloud.Core", framework, "WxCloud.Cmdlets.", "WxCloud.Cli.", "WxCloud.Emulator.", "WxCloud.Loader.", PowerShell, "System.Console", "Spectre.Console.", "System.CommandLine.");

    [Theory]
    [InlineData("net10.0")]
    [InlineData("netstandard2.0")]
    public void Cmdlets_see_the_engine_and_no_other_face(string framework) =>
        AssertUsesNone("WxCloud.Cmdlets", framework, "WxCloud.Cli.", "WxCloud.Emulator.", "WxCloud.Loader.", "System.Console");

    [Fact]
    public void Feedback_sees_the_cmdlets_and_no_other_face() =>
        AssertUsesNone("WxCloud.Feedback", "net10.0", "WxCloud.Cli.", "WxCloud.Emulator.", "WxCloud.Loader.", "System.Console");

    [Fact]
    public void Command_line_sees_the_engine_and_the_emulator_only() => AssertUsesNone("WxCloud.Cli", "net10.0", "WxCloud.Cmdlets.", "WxCloud.Loader.", PowerShell);

    [Fact]
    public void Emulator_sees_no_other_project() => TypeUse.AssertNone(Built.Uses("WxCloud.Emulator", "net10.0")
        .Where(static use => use.To.StartsWith("WxCloud.", StringComparison.Ordinal) && !use.To.StartsWith("WxCloud.Emulator.", StringComparison.Ordinal)));

    [Theory]
    [InlineData("net10.0")]
    [InlineData("netstandard2.0")]
    public void Loader_sees_no_other_project(string framework) => TypeUse.AssertNone(Built.Uses("WxCloud.Loader", framework)
        .Where(static use => use.To.StartsWith("WxCloud.", StringComparison.Ordinal) && !use.To.StartsWith("WxCloud.Loader.", StringComparison.Ordinal)));

    [Theory]
    [InlineData("net10.0")]
    [InlineData("netstandard2.0")]
    public void Bridge_names_no_PowerShell_type(string framework)
    {
        var uses = Built.Uses("WxCloud.Cmdlets", framework);
        var bridge = uses.Where(static use => use.FromNamespace == "WxCloud.Cmdlets.Bridge").ToList();
        Assert.NotEmpty(bridge);
        Assert.Contains(uses, static use => use.To.StartsWith(PowerShell, StringComparison.Ordinal));
        TypeUse.AssertNone(bridge.Where(static use => use.To.StartsWith(PowerShell, StringComparison.Ordinal)));
    }

    private static void AssertUsesNone(string project, string framework, params string[] forbidden)
    {
        var uses = Built.Uses(project, framework);
        Assert.NotEmpty(uses);
        TypeUse.AssertNone(uses.Where(use => forbidden.Any(prefix => use.To.StartsWith(prefix, StringComparison.Ordinal))));
    }
}
