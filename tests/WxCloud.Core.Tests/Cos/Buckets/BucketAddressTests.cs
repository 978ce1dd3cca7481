using System;
using WxCloud.Cos.Buckets;
using WxCloud.Model;
using Xunit;

namespace WxCloud.Core.Tests.Cos.Buckets;

public sealed class BucketAddressTests
{
    private const string Bucket = "6465-demo-1a2b3c-1250000000";

    [Theory]
    [InlineData($"https://cos.ap-shanghai.myqcloud.com/{Bucket}/dir/a%20b.png", $"https://{Bucket}.cos.ap-shanghai.myqcloud.com/", "ap-shanghai", "")]
    [InlineData($"https://{Bucket}.cos.ap-guangzhou.tencentcos.cn/dir/a%20b.png", $"https://{Bucket}.cos.ap-guangzhou.tencentcos.cn/", "ap-guangzhou", "")]
    [InlineData($"https://cos.ap-shanghai.myqcloud.com/{Bucket}/shared/env-1/dir/a%20b.png", $"https://{Bucket}.cos.ap-shanghai.myqcloud.com/", "ap-shanghai", "shared/env-1/")]
    [InlineData($"http://127.0.0.1:9380/{Bucket}/dir/a%20b.png", $"http://127.0.0.1:9380/{Bucket}/", null, "")]
    public void A_ticket_names_bucket_region_and_base_path(string url, string root, string? region, string basePath)
    {
        var address = BucketAddress.Of(Ticket(url, Bucket));
        Assert.Equal((root, Bucket, region, basePath), (address.Root.AbsoluteUri, address.Bucket, address.Region, address.BasePath));
        Assert.Equal((basePath + "x", "x", null), (address.KeyOf("x"), address.CloudPathOf(basePath + "x"), basePath.Length == 0 ? null : address.CloudPathOf("elsewhere/x")));
    }

    [Fact]
    public void FileIDs_keep_the_spelling_of_the_ticket()
    {
        var address = BucketAddress.Of(Ticket($"https://cos.ap-shanghai.myqcloud.com/{Bucket}/dir/a%20b.png", "6465-demo-1a2b3c"));
        Assert.Equal((Bucket, "cloud://demo-1a2b3c.6465-demo-1a2b3c/x/图.png"), (address.Bucket, address.FileIdOf("x/图.png").Text));
    }

    [Theory]
    [InlineData("https://cos.ap-shanghai.myqcloud.com/other-1250000000/dir/a%20b.png")]
    [InlineData($"https://cos.ap-shanghai.myqcloud.com/{Bucket}/dir/other.png")]
    [InlineData("https://elsewhere.example/dir/a%20b.png")]
    public void A_ticket_that_contradicts_itself_is_an_error(string url) =>
        Assert.Throws<WxCloudException>(() => BucketAddress.Of(Ticket(url, Bucket)));

    [Fact]
    public void A_key_is_encoded_in_the_address_and_plain_in_the_signed_path()
    {
        var address = BucketAddress.Of(Ticket($"http://127.0.0.1:9380/{Bucket}/dir/a%20b.png", Bucket));
        Assert.Equal($"http://127.0.0.1:9380/{Bucket}/a%20b/%E5%9B%BE%2B.png?uploads&uploadId=a%2Fb", address.For("a b/图+.png", [new("uploads", string.Empty), new("uploadId", "a/b")]).AbsoluteUri);
        Assert.Equal($"/{Bucket}/a b/图+.png", address.PathOf("a b/图+.png"));
        Assert.Equal($"{Bucket}.cos.ap-shanghai.myqcloud.com/a%20b/%E5%9B%BE%2B.png", address.CopySource("a b/图+.png"));
    }

    private static UploadTicket Ticket(string url, string fileIdBucket) => new(
        new(url),
        "dir/a b.png",
        new("signature"),
        new("session"),
        FileId.Of("demo-1a2b3c", fileIdBucket, "dir/a b.png"),
        "metadata",
        DateTimeOffset.UnixEpoch);
}
