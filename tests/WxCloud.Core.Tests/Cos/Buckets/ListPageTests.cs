using System;
using System.Linq;
using System.Text;
using WxCloud.Cos.Buckets;
using Xunit;

namespace WxCloud.Core.Tests.Cos.Buckets;

public sealed class ListPageTests
{
    [Fact]
    public void A_page_is_read_with_its_names_decoded()
    {
        var page = Parse("""
            <?xml version='1.0' encoding='utf-8' ?>
            <ListBucketResult>
              <Name>b-1250000000</Name><EncodingType>url</EncodingType><Prefix>dir/</Prefix><Marker/><MaxKeys>3</MaxKeys><Delimiter>/</Delimiter>
              <IsTruncated>true</IsTruncated><NextMarker>dir/%E5%9B%BE.png</NextMarker>
              <CommonPrefixes><Prefix>dir/a%20b/</Prefix></CommonPrefixes>
              <Contents>
                <Key>dir/%E5%9B%BE.png</Key><LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>
                <Size>5</Size><Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner><StorageClass>STANDARD</StorageClass>
              </Contents>
            </ListBucketResult>
            """);
        Assert.Equal(
            new ObjectSummary("dir/图.png", 5, "5d41402abc4b2a76b9719d911017c592", new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero)),
            Assert.Single(page.Objects));
        Assert.Equal("dir/a b/", Assert.Single(page.Folders));
        Assert.Equal("dir/图.png", page.NextMarker);
    }

    [Theory]
    [InlineData("<EncodingType>url</EncodingType>", "")]
    [InlineData("<Encoding-Type>url</Encoding-Type>", "")]
    [InlineData("<encoding-type/>", "")]
    [InlineData("", "<EncodingType>url</EncodingType>")]
    public void Names_are_decoded_wherever_the_page_states_the_encoding(string before, string after)
    {
        var isEncoded = (before + after).Contains(">url<", StringComparison.Ordinal);
        var page = Parse($"<ListBucketResult>{before}<IsTruncated>false</IsTruncated>{Object("a%2Bb")}{after}</ListBucketResult>");
        Assert.Equal(isEncoded ? "a+b" : "a%2Bb", Assert.Single(page.Objects).Key);
    }

    [Fact]
    public void White_space_may_come_before_the_declaration() =>
        Assert.Single(Parse($" \r\n\t<?xml version='1.0' encoding='utf-8' ?><ListBucketResult><IsTruncated>false</IsTruncated>{Object("a")}</ListBucketResult>").Objects);

    [Fact]
    public void Without_a_marker_the_last_name_is_the_marker()
    {
        var page = Parse($"<ListBucketResult><IsTruncated>true</IsTruncated>{Object("a")}{Object("b")}<CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes></ListBucketResult>");
        Assert.Equal("c/", page.NextMarker);
    }

    [Theory]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key>")]
    [InlineData("<ListBucketResult></ListBucketResult>")]
    [InlineData("<ListBucketResult/>")]
    [InlineData("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Size>1</Size></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>perhaps</IsTruncated></ListBucketResult>")]
    [InlineData("<html><body>Welcome</body></html>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")]
    [InlineData("")]
    public void An_incomplete_listing_is_an_error(string body) =>
        Assert.Equal("WxCloud.Api.NotAnAnswer", Assert.Throws<WxCloudException>(() => Parse(body)).ErrorId);

    [Fact]
    public void Keys_are_ordered_as_their_UTF8_bytes_are()
    {
        string[] keys = ["a", "a/b", "ab", "b", "z", "图", "\uE000", "\uFFFD", "\U00010000", "\U0001F600", "\U0001F600a"];
        Assert.Equal(keys, keys.Reverse().Order(KeyOrder.Instance));
        Assert.Equal(keys, keys.OrderBy(static key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal));
    }

    private static string Object(string key) => $"<Contents><Key>{key}</Key><Size>1</Size></Contents>";

    private static ListPage Parse(string text) => ListPage.Parse(Encoding.UTF8.GetBytes(text));
}
