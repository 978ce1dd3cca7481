using Xunit;

namespace WxCloud.Module.Tests;

/// <summary>Shows every Pester test of <c>tests/module</c> as a row, once for each build in the package.</summary>
public sealed class PesterSuite
{
    public static TheoryData<PesterTest> OnThePackage() => PesterRun.Rows(Package.AsBuilt);

    /// <summary>The build for Windows PowerShell, which PowerShell 7 can load as well.</summary>
    public static TheoryData<PesterTest> OnTheOlderBuild() => PesterRun.Rows(Package.WithOlderBuildOnly);

    [Theory]
    [MemberData(nameof(OnThePackage), DisableDiscoveryEnumeration = true)]
    public void Package_in_PowerShell(PesterTest test) => test.Report();

    [Theory]
    [MemberData(nameof(OnTheOlderBuild), DisableDiscoveryEnumeration = true)]
    public void Older_build_in_PowerShell(PesterTest test) => test.Report();
}
