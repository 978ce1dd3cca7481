using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace WxCloud.Architecture.Tests.Editions;

/// <summary>The build for Windows PowerShell 5.1, as near to it as a system without it comes.</summary>
public sealed class WindowsPowerShellTests
{
    private static readonly string s_package = Path.Combine(
        typeof(WindowsPowerShellTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "SourceFolder").Value!,
        "..", "out", "WxCloud");

    private static string Older => Path.Combine(s_package, "bin", "netstandard2.0");

    public static TheoryData<string> Assemblies() => [.. FrameworkMembers.AssembliesIn(Older)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_type_and_member_that_is_used_exists_there(string assembly)
    {
        using var members = new FrameworkMembers(Older);
        Assert.Empty(members.Missing(assembly));
    }

    [Fact]
    public void The_build_for_PowerShell_7_would_miss_some()
    {
        using var members = new FrameworkMembers(Path.Combine(s_package, "bin", "net10.0"));
        var missing = members.Missing("WxCloud.Core.dll");
        Assert.Contains(missing, static line => line.StartsWith("System.Runtime: only 4.", StringComparison.Ordinal));
        Assert.Contains("System.TimeProvider: no such type", missing);
        Assert.Contains(missing, static line => line.EndsWith(": no such member", StringComparison.Ordinal));
    }

    /// <summary>Without a byte order mark, Windows PowerShell reads a script in the code page of the system, where a Chinese letter may contain a quote.</summary>
    [Fact]
    public void Every_script_that_is_not_plain_ASCII_begins_with_a_byte_order_mark()
    {
        var root = Path.Combine(s_package, "..", "..");
        string[] folders = [Path.Combine("out", "WxCloud"), "module", "docs", "examples", Path.Combine("benchmarks", "peers"), Path.Combine("tests", "module")];
        // Other tests download packages of other projects into their own folders.
        var scripts = Directory.EnumerateFiles(root, "*.ps*1")
            .Concat(folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.ps*1", SearchOption.AllDirectories)))
            .Select(static file => (Name: file, Content: File.ReadAllBytes(file)))
            .ToList();
        Assert.Contains(scripts, static script => script.Content.Any(static value => value > 127));
        var unmarked = scripts.Where(static script => script.Content.Any(static value => value > 127) && !script.Content.AsSpan().StartsWith("\uFEFF"u8));
        Assert.True(!unmarked.Any(), "To be saved as UTF-8 with a byte order mark: " + string.Join(", ", unmarked.Select(script => Path.GetRelativePath(root, script.Name))));
    }
}
