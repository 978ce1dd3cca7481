using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using WxCloud.Package.Tests.Support;
using Xunit;

namespace WxCloud.Package.Tests;

/// <summary>The module as a gallery takes it, installed from a folder into an empty profile.</summary>
public sealed partial class ModulePackageTests(BuiltPackages packages) : IDisposable
{
    private const string NextVersion = "99.0.0";

    /// <summary>A session's first use of an installed module, which loads automatically: files, links, documents, deletion, help.</summary>
    private const string Smoke = """
        $emulator = Start-WxCloudEmulator -Port 0 -InMemory
        try {
            $null = $emulator | Connect-WxCloud -Emulator
            [IO.File]::WriteAllText("$HOME/春天 [1].txt", 'spring')
            $file = Send-WxCloudFile -LiteralPath "$HOME/春天 [1].txt" -Prefix smoke
            'path: ' + $file.CloudPath
            'link: ' + (Invoke-RestMethod ($file | Get-WxTempFileUrl).Url)
            $null = New-WxCloudCollection image
            $null = $file | Add-WxCloudDocument -Collection image
            'document: ' + ((Get-WxCloudDocument -Collection image).fileID -eq $file.FileId)
            'copy: ' + (Get-Content -Raw -LiteralPath (Get-WxCloudDocument -Collection image | Receive-WxCloudFile -Destination "$HOME/back" -Force).LocalPath)
            $file | Remove-WxCloudFile -Force
            'kept: ' + (Test-WxCloudFile -FileId $file.FileId)
            'help: ' + ((Get-Help Send-WxCloudFile).Synopsis -like 'Sends local files*')
            'version: ' + (Get-Module WxCloud).Version
        }
        finally {
            Stop-WxCloudEmulator
        }
        """;

    private readonly EmptyProfile _profile = new();

    public void Dispose() => _profile.Dispose();

    [Fact]
    public void Metadata_is_what_a_gallery_shows()
    {
        var metadata = PackageFile.Metadata(packages.Module);
        Assert.Equal("WxCloud", metadata["id"]);
        Assert.Equal(BuildInfo.Version, metadata["version"]);
        Assert.Contains("WeChat Mini Program", metadata["description"], StringComparison.Ordinal);
        foreach (var address in (string[])["licenseUrl", "projectUrl", "iconUrl", "releaseNotes"])
        {
            Assert.StartsWith("https://", metadata[address], StringComparison.Ordinal);
        }

        Assert.NotEmpty(metadata["copyright"]);
        var tags = metadata["tags"].Split(' ');
        Assert.Superset(new HashSet<string> { "WeChat", "云存储", "PSModule", "PSEdition_Core", "PSEdition_Desktop" }, tags.ToHashSet());
    }

    [Fact]
    public void Contains_what_it_needs_and_nothing_else()
    {
        var files = PackageFile.Files(packages.Module);
        Assert.DoesNotContain(files, static file => !Expected().IsMatch(file));
        foreach (var needed in (string[])["LICENSE", "THIRD-PARTY-NOTICES.txt", "WxCloud.psd1", "bin/net10.0/WxCloud.Cmdlets.dll", "bin/netstandard2.0/WxCloud.Cmdlets.dll", "emulator/WxCloud.Emulator.dll"])
        {
            Assert.Contains(needed, files);
        }
    }

    [Fact]
    public void Every_library_in_it_is_in_the_notices()
    {
        var notices = PackageFile.Read(packages.Module, "THIRD-PARTY-NOTICES.txt");
        var libraries = PackageFile.Files(packages.Module)
            .Where(static file => file.EndsWith(".dll", StringComparison.Ordinal))
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => !name.StartsWith("WxCloud.", StringComparison.Ordinal) && !name.EndsWith(".resources", StringComparison.Ordinal));
        Assert.DoesNotContain(libraries, name => !ThirdPartyNotices.Name(notices, name));
    }

    [Fact]
    public void Holds_the_native_emulator_of_this_system_when_it_was_packed_in_full()
    {
        Assert.SkipWhen(packages.IsQuick, NativeTests.Reason);
        Assert.Contains(PackageFile.Files(packages.Module), static file => NativeEmulator().IsMatch(file));
    }

    [Fact]
    public async Task Installs_into_an_empty_profile_and_works()
    {
        EmptyProfile.SkipWhereModulesAreNotInTheHomeFolder();
        var lines = await _profile.PowerShellAsync($"{Register(packages.Folder)}; Install-PSResource WxCloud -Repository local -TrustRepository");
        Assert.Empty(lines);
        await AssertWorksAsync(BuildInfo.Version, Smoke);
    }

    [Fact]
    public async Task Installs_by_PowerShellGet_2_as_well()
    {
        EmptyProfile.SkipWhereModulesAreNotInTheHomeFolder();
        await _profile.PowerShellAsync($"""
            Import-Module PowerShellGet -RequiredVersion 2.2.5
            Register-PSRepository local -SourceLocation '{packages.Folder}' -InstallationPolicy Trusted
            Install-Module WxCloud -Repository local -Scope CurrentUser
            """);
        await AssertWorksAsync(BuildInfo.Version, Smoke);
    }

    [Fact]
    public async Task Two_versions_stand_side_by_side_until_one_is_uninstalled()
    {
        EmptyProfile.SkipWhereModulesAreNotInTheHomeFolder();
        var feed = TwoVersions();
        await _profile.PowerShellAsync($"""
            {Register(feed)}
            Install-PSResource WxCloud -Version {BuildInfo.Version} -Repository local -TrustRepository
            Install-PSResource WxCloud -Version {NextVersion} -Repository local -TrustRepository
            """);
        Assert.Equal([NextVersion, BuildInfo.Version], await ListAsync());
        await AssertWorksAsync(NextVersion, Smoke);
        await AssertWorksAsync(BuildInfo.Version, $"Import-Module WxCloud -RequiredVersion {BuildInfo.Version}\n{Smoke}");

        await _profile.PowerShellAsync($"Uninstall-PSResource WxCloud -Version {NextVersion}");
        Assert.Equal([BuildInfo.Version], await ListAsync());
        await AssertWorksAsync(BuildInfo.Version, Smoke);

        await _profile.PowerShellAsync("Uninstall-PSResource WxCloud");
        Assert.Empty(await ListAsync());
        Assert.Empty(Directory.EnumerateFiles(_profile.Home, "WxCloud.Cmdlets.dll", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Updates_to_the_next_version_while_a_session_uses_the_last()
    {
        EmptyProfile.SkipWhereModulesAreNotInTheHomeFolder();
        var feed = TwoVersions();
        var lines = await _profile.PowerShellAsync($"""
            {Register(feed)}
            Install-PSResource WxCloud -Version {BuildInfo.Version} -Repository local -TrustRepository
            $null = Connect-WxCloud -Emulator
            Update-PSResource WxCloud -Repository local -TrustRepository
            (Connect-WxCloud -Emulator).AppId
            (Get-Module WxCloud).Version.ToString()
            Remove-Module WxCloud
            Import-Module WxCloud
            (Connect-WxCloud -Emulator).AppId
            (Get-Module WxCloud).Version.ToString()
            """);
        Assert.Equal(["wx0000000000000001", BuildInfo.Version, "wx0000000000000001", NextVersion], lines);
    }

    private static string Register(string feed) => $"Register-PSResourceRepository local -Uri '{feed}' -Trusted";

    private string TwoVersions()
    {
        var feed = Directory.CreateDirectory(_profile.At("feed")).FullName;
        File.Copy(packages.Module, Path.Combine(feed, Path.GetFileName(packages.Module)));
        PackageFile.CopyAs(packages.Module, NextVersion, feed);
        return feed;
    }

    private Task<string[]> ListAsync() =>
        _profile.PowerShellAsync("Get-Module WxCloud -ListAvailable | Sort-Object Version -Descending | ForEach-Object { $_.Version.ToString() }");

    private async Task AssertWorksAsync(string version, string script) => Assert.Equal(
        ["path: smoke/春天 [1].txt", "link: spring", "document: True", "copy: spring", "kept: False", "help: True", $"version: {version}"],
        await _profile.PowerShellAsync(script));

    [GeneratedRegex("""
        ^(
          LICENSE | THIRD-PARTY-NOTICES\.txt | WxCloud\.(psd1|psm1|format\.ps1xml|types\.ps1xml)
        | (en-US|zh-CN)/(WxCloud\.Cmdlets\.dll-Help\.xml | about_WxCloud\w*\.help\.txt)
        | bin/(net10\.0(-\w+-\w+)?|netstandard2\.0)/[\w.]+\.dll
        | bin/(net10\.0(-\w+-\w+)?|netstandard2\.0)/zh-Hans/WxCloud\.(Core|Cmdlets)\.resources\.dll
        | emulator/(WxCloud\.Emulator|System\.CommandLine|Acornima)\.dll
        | emulator/WxCloud\.Emulator\.runtimeconfig\.json
        | emulator/zh-Hans/System\.CommandLine\.resources\.dll
        | emulator/\w+-\w+/WxCloud\.Emulator(\.exe)?
        )$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expected();

    [GeneratedRegex(@"^emulator/\w+-\w+/WxCloud\.Emulator(\.exe)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NativeEmulator();
}
