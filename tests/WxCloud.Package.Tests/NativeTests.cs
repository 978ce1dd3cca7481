using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using WxCloud.Package.Tests.Support;
using Xunit;

namespace WxCloud.Package.Tests;

/// <summary>The archive of the native program, unpacked into an empty profile.</summary>
public sealed class NativeTests(BuiltPackages packages) : IDisposable
{
    public const string Reason = "Native programs take minutes to compile: set WXCLOUD_TEST_PACKAGES to the folder that ./build.ps1 -Task Package fills, as .ci/run does.";

    private readonly EmptyProfile _profile = new();

    public void Dispose() => _profile.Dispose();

    [Fact]
    public async Task Works_from_its_archive()
    {
        var program = Path.Combine(await UnpackAsync(), OperatingSystem.IsWindows() ? "wxcloud.exe" : "wxcloud");
        await CommandLineSmoke.RunAsync(_profile, program);
    }

    [Fact]
    public async Task Has_nothing_beside_it_but_licences()
    {
        var files = Directory.EnumerateFileSystemEntries(await UnpackAsync()).Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);
        Assert.Equal(["LICENSE", "THIRD-PARTY-NOTICES", "wxcloud"], files);
    }

    private async Task<string> UnpackAsync()
    {
        Assert.SkipWhen(packages.IsQuick, Reason);
        var folder = Directory.CreateDirectory(_profile.At("wxcloud")).FullName;
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var name = $"wxcloud-{BuildInfo.Version}-{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

        // The tar of Windows reads zip files.
        await _profile.SucceedAsync("tar", "-xf", packages.Find(name + (OperatingSystem.IsWindows() ? ".zip" : ".tar.gz")), "-C", folder);
        return folder;
    }
}
