using System;
using System.Linq;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Upload;

/// <summary>Patterns mean what PowerShell means by them; the expectations are those of PowerShell 7.6, escapes excepted.</summary>
public sealed class PathPatternTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PathPatternTests()
    {
        foreach (var name in new[] { "a", "ab", "b.txt", "B2.TXT", "c[1].log", ".env", ".git/config", "sub1/x.txt", "sub2/x.txt", "sub2/.hidden", "图.txt" })
        {
            _folder.Write(name);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a?", "ab")]
    [InlineData("?", "a")]
    [InlineData("*.*", "B2.TXT b.txt c[1].log 图.txt")]
    [InlineData("*", "B2.TXT a ab b.txt c[1].log sub1 sub2 图.txt")]
    [InlineData("**", "B2.TXT a ab b.txt c[1].log sub1 sub2 图.txt")]
    [InlineData("*.txt", "B2.TXT b.txt 图.txt")]
    [InlineData("[ab]*", "B2.TXT a ab b.txt")]
    [InlineData("[a-b].txt", "b.txt")]
    [InlineData("[!a].txt", "")]
    [InlineData("[^a]*", "a ab")]
    [InlineData("[]a]*", "")]
    [InlineData("[.]*", "")]
    [InlineData("*.", "")]
    [InlineData("sub*/", "sub1 sub2")]
    [InlineData("sub1/../*.txt", "B2.TXT b.txt 图.txt")]
    [InlineData("b.txt/*", "")]
    [InlineData("c`[1`].*", "c[1].log")]
    [InlineData("c[1].log", "")]
    [InlineData("c[[]1].log", "c[1].log")]
    [InlineData("*b*t*", "b.txt B2.TXT")]
    [InlineData(".*", "")]
    [InlineData(".e*", "")]
    [InlineData("[B]*", "B2.TXT b.txt")]
    [InlineData("*/x.txt", "sub1/x.txt sub2/x.txt")]
    [InlineData("*/*", "sub1/x.txt sub2/x.txt")]
    [InlineData("*/config", "")]
    [InlineData(".git/*", ".git/config")]
    [InlineData("sub[2]/?.txt", "sub2/x.txt")]
    [InlineData("a/*", "")]
    [InlineData("none/*", "")]
    [InlineData("图*", "图.txt")]
    public void A_pattern_matches_whole_names(string pattern, string expected) =>
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            PathPattern.Expand(_folder.At(pattern)).Select(match => System.IO.Path.GetRelativePath(_folder.Path, match.Require()).Replace('\\', '/')).Order(StringComparer.Ordinal));

    [Fact]
    public void A_pattern_of_many_stars_takes_no_longer_than_its_name()
    {
        var pattern = new NamePattern(string.Concat(Enumerable.Repeat("*a", 100)) + "b");
        Assert.False(pattern.Matches(new string('a', 255)));
        Assert.True(pattern.Matches(new string('a', 255) + "b"));
    }
}
