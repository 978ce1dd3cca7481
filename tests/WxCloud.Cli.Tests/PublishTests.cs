using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>Publishing where a native program cannot be linked. The step that looks for the linker runs alone: it takes no build.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("WxCloud.Cli")]
    [InlineData("WxCloud.Emulator")]
    public async Task Without_a_linker_publishing_says_what_to_install_and_names_the_other_kind(string project)
    {
        var run = await FindLinkerAsync(project);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("WXC0001", run.Output, StringComparison.Ordinal);
        Assert.Contains("apt-get install gcc", run.Output, StringComparison.Ordinal);
        Assert.Contains("-p:PublishAot=false", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_for_the_runtime_needs_no_linker()
    {
        var run = await FindLinkerAsync("WxCloud.Cli", "-p:PublishAot=false");
        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Theory]
    [InlineData("clang")]
    [InlineData("gcc")]
    public async Task Either_linker_is_enough(string linker)
    {
        var path = _folder.Write($"bin/{linker}", "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var run = await FindLinkerAsync("WxCloud.Cli");
        Assert.True(run.ExitCode == 0 || (OperatingSystem.IsMacOS() && linker == "gcc"), run.Output);
    }

    /// <summary>Runs the step with a path on which there is the shell and what the test put there.</summary>
    private async Task<ProgramResult> FindLinkerAsync(string project, params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows finds its linker otherwise.");
        var root = typeof(PublishTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "RepositoryRoot").Value!;
        var path = Directory.CreateDirectory(_folder.At("bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(path, "sh"), "/bin/sh");
        var environment = new Dictionary<string, string?> { ["PATH"] = path, ["DOTNET_CLI_UI_LANGUAGE"] = "en" };
        string[] arguments = ["msbuild", Path.Combine(root, "src", project), "-target:FindLinker", "-property:_IsPublishing=true", "-nologo", .. options];
        return await Programs.RunAsync("dotnet", arguments, Token, environment, root);
    }
}
