using System.Linq;
using WxCloud.Errors;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

public sealed class SyncRuleTests
{
    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("-1")]
    [InlineData("101%")]
    [InlineData("1.5%")]
    [InlineData("ten")]
    public void Malformed_limit_of_deletions_is_an_error(string text) =>
        Assert.Equal("WxCloud.Sync.MaxDeleteInvalid", Assert.Throws<WxCloudException>(() => DeleteLimit.Parse(text)).ErrorId);

    [Theory]
    [InlineData("a.txt", true)]
    [InlineData("sub/A.TXT", true)]
    [InlineData("a.md", false)]
    [InlineData("secret/a.txt", false)]
    [InlineData("sub/secret/a.txt", true)]
    [InlineData("x1.txt", false)]
    [InlineData("sub/.0123456789ab.wxpart", false)]
    public void Patterns_are_compared_with_the_whole_path(string path, bool isIncluded) =>
        Assert.Equal(isIncluded, new PathFilter(["*.txt", "*.wxpart"], ["secret/*", "x[0-9].txt"]).Includes(path));

    [Fact]
    public void Paths_below_files_are_found_among_their_neighbours()
    {
        var files = new AncestorFiles();
        var below = new[] { "a", "a!", "a-b", "a-b/x", "a.txt", "a/b", "a/b/c", "ab", "ab/c", "b/c" }.Where(path =>
        {
            var isBelow = files.Contain(path);
            files.Add(path);
            return isBelow;
        }).ToList();
        Assert.Equal(["a-b/x", "a/b", "a/b/c", "ab/c"], below);
    }

    [Fact]
    public void Every_reason_has_a_text_in_both_languages()
    {
        foreach (var reason in System.Enum.GetValues<WxCloudSyncReason>())
        {
            Assert.NotNull(Messages.Find("Sync.Reason." + reason));
        }
    }
}
