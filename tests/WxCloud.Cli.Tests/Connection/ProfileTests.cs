using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Connection;

/// <summary>Connections saved by the module.</summary>
public sealed class ProfileTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> s_noVariables = new()
    {
        ["WXCLOUD_APPID"] = null,
        ["WXCLOUD_APPSECRET"] = null,
        ["WXCLOUD_ENV"] = null,
        ["WXCLOUD_ENDPOINT"] = null,
    };

    private readonly TemporaryFolder _folder = new();
    private CloudEmulator _emulator = null!;

    private CommandLineProgram Program => new(_emulator.Endpoint, _folder.Path);

    public async ValueTask InitializeAsync()
    {
        _emulator = await CloudEmulator.StartAsync(TestContext.Current.CancellationToken);
        _folder.Write("a.txt");
        var profiles = SavedProfiles.Open(_folder.At("data/WxCloud"));
        var settings = ConnectionSettings.ForEmulator(_emulator.Endpoint);
        profiles.Save("kept", settings, replace: false);
        profiles.Save("script", settings with { SecretScript = "Get-Secret wx" }, replace: false);
        profiles.Save("keyless", settings with { CosSecretId = null, CosSecretKey = null }, replace: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_profile_needs_no_variables()
    {
        var run = await Program.RunAsync(["upload", "a.txt", "--profile", "kept"], environment: s_noVariables);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("keyless", "emulator-secret-key", 0)]
    [InlineData("keyless", "wrong", 1)]
    [InlineData("kept", "wrong", 0)]
    public async Task COS_keys_of_the_variables_serve_a_profile_without_its_own(string profile, string key, int exitCode)
    {
        var variables = new Dictionary<string, string?>(s_noVariables) { ["WXCLOUD_COS_SECRETID"] = "emulator-secret-id", ["WXCLOUD_COS_SECRETKEY"] = key };
        var run = await Program.RunAsync(["list", "--profile", profile], environment: variables);
        Assert.True(run.ExitCode == exitCode, run.Error);
        Assert.Equal(exitCode != 0, run.Error.Contains("WXCLOUD_COS_SECRETKEY", StringComparison.Ordinal));
        Assert.Equal(0, await _emulator.CountAsync("tcb/getqcloudtoken", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_profile_with_a_script_needs_the_secret_from_a_variable()
    {
        var without = await Program.RunAsync(["upload", "a.txt", "--profile", "script"], environment: s_noVariables);
        Assert.Equal(3, without.ExitCode);
        Assert.Contains("WXCLOUD_APPSECRET", without.Error, StringComparison.Ordinal);

        var with = await Program.RunAsync("upload", "a.txt", "--profile", "script");
        Assert.Equal((0, ""), (with.ExitCode, with.Error));
    }

    [Fact]
    public async Task An_unknown_profile_exits_with_3()
    {
        var run = await Program.RunAsync("upload", "a.txt", "--profile", "unknown");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("unknown", run.Error, StringComparison.Ordinal);
    }
}
