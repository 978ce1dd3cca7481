using WxCloud.Model;
using Xunit;

namespace WxCloud.Core.Tests.Model;

public sealed class CloudPathTests
{
    [Theory]
    [InlineData("a.txt")]
    [InlineData("目录/文件 (1).txt")]
    [InlineData("a/b/😀%46+#?.bin")]
    [InlineData("..a/b..")]
    [InlineData("a\\b")]
    public void Unusual_names_are_accepted(string path) => Assert.Equal(path, CloudPath.CheckFile(path));

    [Theory]
    [InlineData("", "WxCloud.CloudPath.Empty")]
    [InlineData("/a", "WxCloud.CloudPath.LeadingSlash")]
    [InlineData("\\a", "WxCloud.CloudPath.LeadingSlash")]
    [InlineData("a//b", "WxCloud.CloudPath.DoubleSlash")]
    [InlineData("a/../b", "WxCloud.CloudPath.DotSegment")]
    [InlineData("./b", "WxCloud.CloudPath.DotSegment")]
    [InlineData("a\u001Bb", "WxCloud.CloudPath.Character")]
    [InlineData("a/", "WxCloud.CloudPath.IsFolder")]
    public void A_name_that_the_service_refuses_is_refused_before_a_call(string path, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<WxCloudException>(() => CloudPath.CheckFile(path)).ErrorId);

    [Theory]
    [InlineData(850, true)]
    [InlineData(851, false)]
    public void Names_have_at_most_850_bytes(int bytes, bool isAllowed)
    {
        // 283 characters of three bytes each, and the others of one byte.
        var path = new string('文', 283) + new string('a', bytes - (3 * 283));
        var error = Record.Exception(() => CloudPath.Check(path));
        Assert.Equal(isAllowed, error is null);
        Assert.True(isAllowed || ((WxCloudException)error!).ErrorId == "WxCloud.CloudPath.TooLong");
    }
}
