using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using WxCloud.Package.Tests.Support;
using Xunit;

namespace WxCloud.Package.Tests;

/// <summary>The .NET tool, installed from a folder into an empty profile.</summary>
public sealed partial class ToolPackageTests(BuiltPackages packages) : IDisposable
{
    private const string Id = "WxCloud.Cli";

    private const string NextVersion = "99.0.0";

    private readonly EmptyProfile _profile = new();

    private static string ProgramName => OperatingSystem.IsWindows() ? "wxcloud.exe" : "wxcloud";

    public void Dispose() => _profile.Dispose();

    [Fact]
    public void Metadata_is_what_a_gallery_shows()
    {
        var metadata = PackageFile.Metadata(packages.Tool);
        Assert.Equal(Id, metadata["id"]);
        Assert.Equal(BuildInfo.Version, metadata["version"]);
        Assert.Equal("MIT", metadata["license"]);
        Assert.Equal(PackageFile.Metadata(packages.Module)["projectUrl"], metadata["projectUrl"]);
        Assert.Equal(PackageFile.Metadata(packages.Module)["releaseNotes"], metadata["releaseNotes"]);
        Assert.Contains("wechat", metadata["tags"].Split(' '));
        var files = PackageFile.Files(packages.Tool);
        Assert.Contains(metadata["icon"], files);
        Assert.Contains(metadata["readme"], files);
        Assert.Contains("DotnetTool", PackageFile.Metadata(packages.Tool)["packageTypes"] + PackageFile.Read(packages.Tool, $"{Id}.nuspec"), StringComparison.Ordinal);
    }

    [Fact]
    public void Contains_what_it_needs_and_nothing_else()
    {
        var files = PackageFile.Files(packages.Tool);
        Assert.DoesNotContain(files, static file => !Expected().IsMatch(file));
        Assert.Contains("tools/net10.0/any/wxcloud.dll", files);
        var notices = PackageFile.Read(packages.Tool, "THIRD-PARTY-NOTICES.txt");
        var libraries = files.Where(static file => Library().IsMatch(file)).Select(static file => Path.GetFileNameWithoutExtension(file));
        Assert.DoesNotContain(libraries, name => !ThirdPartyNotices.Name(notices, name));
    }

    [Fact]
    public async Task Installs_into_an_empty_profile_and_works()
    {
        Configure(packages.Folder);
        await _profile.SucceedAsync("dotnet", "tool", "install", "--global", Id);
        await CommandLineSmoke.RunAsync(_profile, _profile.At(Path.Combine(".dotnet", "tools", ProgramName)));
    }

    [Fact]
    public async Task Two_versions_stand_side_by_side_and_one_is_updated_and_uninstalled()
    {
        var feed = Directory.CreateDirectory(_profile.At("feed")).FullName;
        File.Copy(packages.Tool, Path.Combine(feed, Path.GetFileName(packages.Tool)));
        PackageFile.CopyAs(packages.Tool, NextVersion, feed);
        Configure(feed);
        await _profile.SucceedAsync("dotnet", "tool", "install", "--tool-path", "old", "--version", BuildInfo.Version, Id);
        await _profile.SucceedAsync("dotnet", "tool", "install", "--tool-path", "new", Id);
        Assert.Equal(BuildInfo.Version, await VersionAsync("old"));
        Assert.Equal(NextVersion, await VersionAsync("new"));
        await CommandLineSmoke.RunAsync(_profile, _profile.At(Path.Combine("old", ProgramName)));

        await _profile.SucceedAsync("dotnet", "tool", "update", "--tool-path", "old", Id);
        Assert.Equal(NextVersion, await VersionAsync("old"));
        await _profile.SucceedAsync(_profile.At(Path.Combine("old", ProgramName)), "--version");

        await _profile.SucceedAsync("dotnet", "tool", "uninstall", "--tool-path", "old", Id);
        Assert.Null(await VersionAsync("old"));
        Assert.False(File.Exists(_profile.At(Path.Combine("old", ProgramName))));
        await _profile.SucceedAsync(_profile.At(Path.Combine("new", ProgramName)), "--version");
    }

    /// <summary>Nothing comes from a registry.</summary>
    private void Configure(string feed) => _profile.Write("nuget.config", $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="local" value="{feed}" />
          </packageSources>
        </configuration>
        """);

    private async Task<string?> VersionAsync(string toolPath)
    {
        var lines = await _profile.SucceedAsync("dotnet", "tool", "list", "--tool-path", toolPath);
        return lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SingleOrDefault(static words => words[0].Equals(Id, StringComparison.OrdinalIgnoreCase))?[1];
    }

    [GeneratedRegex("""
        ^(
          LICENSE | THIRD-PARTY-NOTICES\.txt | README\.md | wxcloud\.png
        | tools/net10\.0/any/(DotnetToolSettings\.xml | wxcloud\.(dll|deps\.json|runtimeconfig\.json))
        | tools/net10\.0/any/(WxCloud\.(Core|Emulator) | Acornima | Microsoft\.Extensions\.[\w.]+ | Polly\.Core | Spectre\.Console(\.Ansi)? | System\.CommandLine | System\.Security\.Cryptography\.ProtectedData)\.dll
        | tools/net10\.0/any/zh-Hans/(wxcloud|WxCloud\.Core|System\.CommandLine)\.resources\.dll
        )$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expected();

    [GeneratedRegex(@"any/(?!wxcloud|WxCloud)[\w.]+\.dll$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Library();
}
