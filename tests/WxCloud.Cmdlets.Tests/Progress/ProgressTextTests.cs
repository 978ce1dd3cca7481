using System.Linq;
using WxCloud.Cmdlets.Progress;
using Xunit;

namespace WxCloud.Cmdlets.Tests.Progress;

public sealed class ProgressTextTests
{
    private readonly ProgressText _text = new(CellsOf);

    [Theory]
    [InlineData("Sending to cloud storage")]
    [InlineData("正在上传到云存储")]
    [InlineData("文件 24/28，820.3 KiB/900.0 KiB，293.6 KiB/秒")]
    [InlineData("")]
    public void A_text_has_as_many_characters_as_cells_wherever_it_is_cut(string text)
    {
        var fitted = _text.PadWide(text);

        Assert.Equal(text, fitted.Replace("\u200B", string.Empty, System.StringComparison.Ordinal));
        for (var length = 0; length <= fitted.Length; length++)
        {
            // A cut between a wide character and the one after it without width is one cell off.
            Assert.InRange(fitted[..length].Sum(CellsOf), length, length + 1);
        }

        Assert.Equal(fitted.Length, fitted.Sum(CellsOf));
    }

    [Theory]
    [InlineData("docs/a.md", "a.md")]
    [InlineData("a.md", "a.md")]
    [InlineData("docs/0123456789", "0123456789")]
    [InlineData("docs/a0123456789", "…123456789")]
    [InlineData("图片/风景.jpg", "风景.jpg")]
    [InlineData("图片/很长的名称.jpg", "…名称.jpg")]
    [InlineData("x/012345😀89", "012345😀89")]
    [InlineData("x/0😀23456789", "…23456789")]
    [InlineData("folder/", "")]
    public void The_name_of_a_file_is_its_end_in_ten_cells(string cloudPath, string name)
    {
        Assert.Equal(name, _text.NameOf(cloudPath, 10));
        Assert.InRange(name.Sum(CellsOf), 0, 10);
    }

    /// <summary>As a console measures: two cells for Chinese, and one for each half of a character outside of the basic plane.</summary>
    private static int CellsOf(char character) => character switch
    {
        '\u200B' => 0,
        >= '\u2E80' and <= '\uA4CF' or >= '\uFF01' and <= '\uFF60' => 2,
        _ => 1,
    };
}
