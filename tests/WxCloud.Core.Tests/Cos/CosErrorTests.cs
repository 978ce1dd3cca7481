using WxCloud.Cos;
using Xunit;

namespace WxCloud.Core.Tests.Cos;

public sealed class CosErrorTests
{
    [Fact]
    public void The_documented_body_is_read()
    {
        var error = CosError.TryParse(
            """
            <?xml version='1.0' encoding='utf-8' ?>
            <Error>
              <Code>NoSuchKey</Code>
              <Message>The specified key does not exist.</Message>
              <Resource>bucket.cos.ap-shanghai.myqcloud.com/dir/a.txt</Resource>
              <RequestId>NWExYjJj</RequestId>
            </Error>
            """);
        Assert.Equal(new CosError("NoSuchKey", "The specified key does not exist.", "NWExYjJj"), error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Error</body></html>")]
    [InlineData("{\"Error\":1}")]
    public void Other_pages_are_not_storage_errors(string text) => Assert.Null(CosError.TryParse(text));

    [Fact]
    public void A_truncated_body_still_gives_its_code() =>
        Assert.Equal("SlowDown", CosError.TryParse("<Error><Code>SlowDown</Code><Message>Please red")?.Code);

    [Fact]
    public void A_document_type_is_not_followed() =>
        Assert.Null(CosError.TryParse("<!DOCTYPE Error [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Error><Code>&x;</Code></Error>")?.Code);
}
