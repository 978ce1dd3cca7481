using System;
using WxCloud.Model;
using Xunit;

namespace WxCloud.Core.Tests.Model;

public sealed class FileIdTests
{
    [Theory]
    [InlineData("cloud://env-1.6465-env-1-1250000000/dir/a.b.png", "env-1", "6465-env-1-1250000000", "dir/a.b.png")]
    [InlineData("cloud://env-1.6465-env-1/图 片/a?b#c.png", "env-1", "6465-env-1", "图 片/a?b#c.png")]
    public void A_fileID_is_parsed_into_its_parts(string text, string environment, string bucket, string path)
    {
        var fileId = FileId.Parse(text);
        Assert.Equal((text, environment, bucket, path), (fileId.Text, fileId.EnvironmentId, fileId.Bucket, fileId.CloudPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.png")]
    [InlineData("https://x/y")]
    [InlineData("cloud://")]
    [InlineData("cloud://env/a")]
    [InlineData("cloud://env./a")]
    [InlineData("cloud://.bucket/a")]
    [InlineData("cloud://env.bucket")]
    [InlineData("cloud://env.bucket/")]
    [InlineData("cloud://env/a.b/c")]
    public void Other_text_is_an_error_that_names_it(string text)
    {
        var error = Assert.Throws<WxCloudException>(() => FileId.Parse(text));
        Assert.Equal(("WxCloud.FileId.Malformed", text), (error.ErrorId, error.Target));
        Assert.StartsWith(text.Length == 0 ? "'': " : text + ": ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fileID_of_another_environment_is_refused() =>
        Assert.Equal("WxCloud.FileId.OtherEnvironment", Assert.Throws<WxCloudException>(() => FileId.Parse("cloud://a.b/c", "other")).ErrorId);
}
