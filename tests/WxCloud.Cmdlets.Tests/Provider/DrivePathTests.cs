using System.IO;
using WxCloud.Cmdlets.Provider.Drives;
using Xunit;

namespace WxCloud.Cmdlets.Tests.Provider;

public sealed class DrivePathTests
{
    [Theory]
    [InlineData("wx:/", "wx")]
    [InlineData("wx:", "wx")]
    [InlineData("wx:\\a", "wx")]
    [InlineData("a/b:c", null)]
    [InlineData(":a", null)]
    [InlineData("docs", null)]
    public void The_drive_stands_before_the_first_colon(string path, string? drive) => Assert.Equal(drive, DrivePath.DriveOf(path));

    [Theory]
    [InlineData("wx:/a/b", "a|b")]
    [InlineData("wx:/a//b/", "a|b")]
    [InlineData("wx:/a/./../b", "b")]
    [InlineData("wx:/../..", "")]
    [InlineData("wx:\\a\\图 1", "a|图 1")]
    [InlineData("wx:/a:b/c", "a:b|c")]
    public void Dots_are_followed_and_nothing_is_above_the_root(string path, string names) => Assert.Equal(names, string.Join("|", DrivePath.NamesOf(path)));

    [Theory]
    [InlineData("wx:/", "a", "wx:/a")]
    [InlineData("wx:/a", "/b", "wx:/a/b")]
    [InlineData("", "a", "a")]
    [InlineData("wx:/a", "", "wx:/a/")]
    public void Joins_with_one_separator(string parent, string child, string path) => Assert.Equal(Native(path), DrivePath.Join(parent, child));

    [Theory]
    [InlineData("wx:/a/b", "wx:/a", "b")]
    [InlineData("wx:/a", "wx:/", "a")]
    [InlineData("wx:/a/", "wx:/", "a")]
    [InlineData("wx:/", "", "wx:/")]
    [InlineData("wx:", "", "wx:/")]
    [InlineData("a/b", "a", "b")]
    [InlineData("a", "", "a")]
    public void Divides_into_parent_and_name(string path, string parent, string name)
    {
        Assert.Equal(Native(parent), DrivePath.Parent(path));
        Assert.Equal(Native(name), DrivePath.Name(path));
    }

    [Theory]
    [InlineData("wx:/docs", "wx:/", "docs")]
    [InlineData("wx:/", "wx:/", "")]
    [InlineData("wx:/a/b/", "wx:/a", "b")]
    [InlineData("wx:/a/b", "wx:/a/b", "../b")]
    [InlineData("wx:/a/c", "wx:/a/b", "../c")]
    [InlineData("WX:/a", "wx:/", "a")]
    [InlineData("wx:/a", "", "wx:/a")]
    [InlineData("other:/a", "wx:/b", "other:/a")]
    public void Finds_the_way_from_one_path_to_another(string path, string from, string way) => Assert.Equal(Native(way), DrivePath.Relative(path, from));

    [Theory]
    [InlineData("/", "")]
    [InlineData("", "")]
    [InlineData("/docs", "docs/")]
    [InlineData("docs\\a/", "docs/a/")]
    public void A_root_becomes_a_prefix(string root, string prefix) => Assert.Equal(prefix, DrivePath.PrefixOf(root));

    private static string Native(string path) => path.Replace('/', Path.DirectorySeparatorChar);
}
