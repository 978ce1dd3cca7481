using System;
using System.IO;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Package.Tests.Support;
using WxCloud.Tests.Shared;
using Xunit;

[assembly: AssemblyFixture(typeof(BuiltPackages))]

namespace WxCloud.Package.Tests.Support;

/// <summary>
/// The packages under test: those of the folder that <c>WXCLOUD_TEST_PACKAGES</c> names, which <c>build.ps1 -Task Package</c> filled; else the
/// module and the .NET tool, packed from what the build left, without the native programs, which take minutes to compile.
/// </summary>
public sealed class BuiltPackages : IAsyncLifetime
{
    private const string FolderVariable = "WXCLOUD_TEST_PACKAGES";

    private readonly TemporaryFolder _temporary = new();

    /// <summary>The folder of the packages.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Whether they were packed here, without native programs.</summary>
    public bool IsQuick { get; private set; }

    public string Module => Find($"WxCloud.{BuildInfo.Version}.nupkg");

    public string Tool => Find($"WxCloud.Cli.{BuildInfo.Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } given)
        {
            Folder = Path.GetFullPath(given);
            return;
        }

        IsQuick = true;
        Folder = _temporary.At("packages");
        var script = Path.Combine(BuildInfo.RepositoryRoot, "build.ps1");
        var shell = PowerShellHost.Start();
        var command = $"$ErrorActionPreference = 'Stop'; & '{script}' -Task Package -Kind Module, Tool -NoBuild -Configuration {BuildInfo.Configuration} -OutputPath '{Folder}'";
        var run = await Programs.RunAsync(shell.FileName, [.. shell.ArgumentList, "-NoProfile", "-NonInteractive", "-Command", command], TestContext.Current.CancellationToken);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"Packing failed with {run.ExitCode}:\n{run.Output}{run.Error}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _temporary.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The path of a package, which has to exist.</summary>
    public string Find(string name)
    {
        var path = Path.Combine(Folder, name);
        Assert.True(File.Exists(path), $"{name} is not in {Folder}.");
        return path;
    }
}
