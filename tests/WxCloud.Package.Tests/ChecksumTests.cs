using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using WxCloud.Package.Tests.Support;
using Xunit;

namespace WxCloud.Package.Tests;

public sealed class ChecksumTests(BuiltPackages packages)
{
    [Fact]
    public void Every_package_has_its_checksum()
    {
        var sums = File.ReadAllText(packages.Find("SHA256SUMS")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split("  ")).ToDictionary(static parts => parts[1], static parts => parts[0], StringComparer.Ordinal);
        var expected = Directory.EnumerateFiles(packages.Folder).Where(static file => Path.GetFileName(file) != "SHA256SUMS")
            .ToDictionary(static file => Path.GetFileName(file), static file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal);
        Assert.NotEmpty(expected);
        Assert.Equivalent(expected, sums, strict: true);
    }
}
