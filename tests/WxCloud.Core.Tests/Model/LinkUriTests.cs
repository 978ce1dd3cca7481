using WxCloud.Model;
using Xunit;

namespace WxCloud.Core.Tests.Model;

public sealed class LinkUriTests
{
    private const string Host = "https://6465-e-1250000000.tcb.qcloud.la/";

    [Theory]
    [InlineData("dir/a.png")]
    [InlineData("图片/中 文.png")]
    [InlineData("a%46.txt")]
    [InlineData("a%2546.txt")]
    [InlineData("a+b #?&=;.txt")]
    [InlineData("😀/é.txt")]
    [InlineData("e\u0301\u200E.txt")]
    [InlineData("[x]{y}|z^`\"<>.txt")]
    public void Raw_and_encoded_addresses_come_out_encoded_once(string path)
    {
        var encoded = Host + CloudPath.Escape(path);
        Assert.Equal(encoded, LinkUri.Parse(Host + path, path).AbsoluteUri);
        Assert.Equal(encoded, LinkUri.Parse(encoded, path).AbsoluteUri);
        Assert.Equal(encoded + "?sign=0123&t=17", LinkUri.Parse(Host + path + "?sign=0123&t=17", path).AbsoluteUri);
        Assert.Equal(encoded + "?sign=0123&t=17", LinkUri.Parse(encoded + "?sign=0123&t=17", path).AbsoluteUri);
    }

    [Fact]
    public void An_address_with_another_spelling_of_the_path_is_only_escaped() =>
        Assert.Equal(Host + "A%20b%41.txt", LinkUri.Parse(Host + "A b%41.txt", "A bA.txt").AbsoluteUri);

    [Theory]
    [InlineData("a.txt", "a.txt#top", "a.txt")]
    [InlineData("a.txt", "a.txt?sign=1#top", "a.txt?sign=1")]
    [InlineData("a#b.txt", "a%23b.txt?sign=1#top", "a%23b.txt?sign=1")]
    [InlineData("图#1#.txt", "%E5%9B%BE#1#.txt?sign=1", "%E5%9B%BE%231%23.txt?sign=1")]
    public void A_fragment_is_not_sent_unless_it_is_a_part_of_the_name(string path, string address, string expected) =>
        Assert.Equal(Host + expected, LinkUri.Parse(Host + address, path).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("https://")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://host/a")]
    public void Other_text_is_an_error(string url) =>
        Assert.Equal("WxCloud.Storage.LinkUnusable", Assert.Throws<WxCloudException>(() => LinkUri.Parse(url, "a")).ErrorId);
}
