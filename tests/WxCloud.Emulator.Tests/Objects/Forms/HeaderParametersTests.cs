using WxCloud.Emulator.Objects.Forms;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Forms;

public sealed class HeaderParametersTests
{
    [Theory]
    [InlineData("form-data; name=file; filename=a b.png", "a b.png")]
    [InlineData("form-data; filename=\"a;b.png\";name=file", "a;b.png")]
    [InlineData("form-data; filename=\"a\\\"b.png\"", "a\"b.png")]
    [InlineData("form-data; filename=\"C:\\dir\\a.png\"", "C:\\dir\\a.png")]
    [InlineData("form-data; filename=\"\\\\server\\\\a.png\"", "\\server\\a.png")]
    [InlineData("form-data; FileName=\"文件.png\";", "文件.png")]
    [InlineData("form-data; filename=\"x.png\"; filename*=utf-8'zh'%E6%96%87.png", "文.png")]
    [InlineData("form-data; filename=\"x.png\"; filename*=latin1''%E6.png", "x.png")]
    [InlineData("form-data; name=file", null)]
    public void A_file_name_is_read_in_every_spelling(string header, string? expected)
    {
        Assert.Equal(expected, HeaderParameters.Parse(header)!.FileName());
    }

    [Theory]
    [InlineData("form-data; name=\"file")]
    [InlineData("form-data; name=\"file\\\"")]
    [InlineData("form-data; =file")]
    [InlineData("form-data; name=a; name=b")]
    [InlineData("form-data; name=\"a\"b")]
    public void A_malformed_header_has_no_parameters(string header)
    {
        Assert.Null(HeaderParameters.Parse(header));
    }
}
