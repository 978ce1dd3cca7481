using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos.Buckets;
using Xunit;
using static WxCloud.Core.Tests.Support.ScriptedBucket;

namespace WxCloud.Core.Tests.Cos.Buckets;

public sealed class BucketClientTests
{
    [Fact]
    public async Task A_listing_follows_its_markers_and_asks_for_encoded_names()
    {
        await using var cloud = new ScriptedBucket(static request => ScriptedBucket.Query(request, "marker") switch
        {
            null => Page("图 b", "a+b", "图 b"),
            "图 b" => Page("\U0001F600/", "\U0001F600/"),
            "\U0001F600/" => Page(null, "\U0001F601"),
            _ => Error("400 Bad Request", "InvalidArgument"),
        });
        Assert.Equal(["a+b", "图 b", "\U0001F600/", "\U0001F601"], await cloud.ListKeysAsync("", "/", TestContext.Current.CancellationToken));
        Assert.All(cloud.ObjectRequests, static request => Assert.Equal("url", ScriptedBucket.Query(request, "encoding-type")));
        Assert.All(cloud.ObjectRequests, static request => Assert.Contains("q-ak=given-id&", request.Headers["Authorization"], StringComparison.Ordinal));
        Assert.Null(ScriptedBucket.Query(cloud.ObjectRequests[0], "prefix"));
    }

    [Fact]
    public async Task The_first_page_is_returned_before_the_second_is_requested()
    {
        await using var cloud = new ScriptedBucket(static _ => Page("b", "a", "b"));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        await using var pages = bucket.Objects.ListAsync("", "", TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await pages.MoveNextAsync());
        Assert.Single(cloud.ObjectRequests);
    }

    [Theory]
    [InlineData("the same page for ever", "b", "a", "b")]
    [InlineData("a marker that goes back", "0", "c", "d")]
    [InlineData("keys repeated behind a marker that goes on", "z", "b", "c")]
    [InlineData("a folder that was listed already", "z", "b/", "c")]
    public async Task A_listing_that_makes_no_progress_is_an_error(string what, string nextMarker, params string[] secondPage)
    {
        await using var cloud = new ScriptedBucket(request => ScriptedBucket.Query(request, "marker") is null ? Page("b/", "a", "b", "b/") : Page(nextMarker, secondPage));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("", "/", TestContext.Current.CancellationToken));
        Assert.True(error.ErrorId == "WxCloud.Object.ListingBroken", $"{what}: {error}");
        Assert.StartsWith(Bucket + ": ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p/b", "p/a")]
    [InlineData("p/a", "p/a")]
    [InlineData("p/a", "q")]
    [InlineData("p/b/", "p/a/")]
    [InlineData("p/\U00010000", "p/\uFFFD")]
    public async Task A_page_out_of_order_or_of_other_keys_is_an_error(string first, string second)
    {
        await using var cloud = new ScriptedBucket(_ => Page(null, first, second));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("p/", "", TestContext.Current.CancellationToken));
        Assert.Equal("WxCloud.Object.ListingBroken", error.ErrorId);
        Assert.Equal("p/", error.Target);
    }

    [Fact]
    public async Task A_marker_before_the_end_of_its_page_is_an_error()
    {
        await using var cloud = new ScriptedBucket(static _ => Page("a", "a", "b"));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
        Assert.Equal("WxCloud.Object.ListingBroken", error.ErrorId);
    }

    [Fact]
    public async Task A_truncated_page_is_requested_again()
    {
        var calls = 0;
        await using var cloud = new ScriptedBucket(_ => calls++ == 0
            ? Xml("200 OK", "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>1</Size></Contents>")
            : Page(null, "a", "b"));
        Assert.Equal(["a", "b"], await cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_page_that_is_always_truncated_is_an_error()
    {
        await using var cloud = new ScriptedBucket(static _ => Xml("200 OK", "<ListBucketResult><IsTruncated>false</IsTruncated>"));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
        Assert.Equal("WxCloud.Api.NotAnAnswer", error.ErrorId);
    }

    [Fact]
    public async Task SlowDown_is_retried()
    {
        var calls = 0;
        await using var cloud = new ScriptedBucket(_ => calls++ < 3 ? Error("503 Slow Down", "SlowDown") : Page(null, "a"));
        Assert.Equal(["a"], await cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_from_the_date_of_the_refusal()
    {
        var now = DateTimeOffset.UtcNow;
        await using var cloud = new ScriptedBucket(
            request => IsSignedFor(request, now) ? Page(null, "a") : Error("403 Forbidden", "RequestTimeTooSkewed", $"Date: {now:R}\r\n"),
            time: new AcceleratedTime { Offset = TimeSpan.FromDays(-400) });
        Assert.Equal(["a"], await cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
        Assert.Equal(["a"], await cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
        Assert.Equal(3, cloud.ObjectRequests.Count);
    }

    [Fact]
    public async Task A_refusal_names_the_keys_and_what_to_give_instead()
    {
        await using var cloud = new ScriptedBucket(static _ => Error("403 Forbidden", "AccessDenied"));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("p/", "", TestContext.Current.CancellationToken));
        Assert.Equal("WxCloud.Object.KeysRefused.Given", error.ErrorId);
        Assert.Equal(WxCloudErrorCategory.PermissionDenied, error.Category);
        Assert.Contains("-CosCredential", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("NWExYjI=", error.Message, StringComparison.Ordinal);
        Assert.Single(cloud.ObjectRequests);
    }

    [Fact]
    public async Task A_reply_may_begin_with_the_white_space_of_the_time_that_it_took()
    {
        const string Padding = "\r\n \t\n<?xml version='1.0' encoding='utf-8' ?>\n";
        var count = 0;
        await using var cloud = new ScriptedBucket(_ => Xml("200 OK", Padding + (++count == 1
            ? "<Error><Code>InternalError</Code></Error>"
            : "<CompleteMultipartUploadResult><ETag>&quot;x-1&quot;</ETag></CompleteMultipartUploadResult>")));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        var (etag, _) = await bucket.Multipart.CompleteAsync("a", "id", [new(1, "x", 5)], "the item", TestContext.Current.CancellationToken);
        Assert.Equal(("x-1", 2), (etag, count));
    }

    [Theory]
    [InlineData("SlowDown", 3)]
    [InlineData("InternalError", 3)]
    [InlineData("AccessDenied", 1)]
    public async Task An_error_inside_a_success_of_a_copy_is_an_error(string code, int calls)
    {
        var count = 0;
        await using var cloud = new ScriptedBucket(_ => ++count < 3 || code == "AccessDenied" ? Error("200 OK", code) : Xml("200 OK", "<CopyObjectResult><ETag>&quot;x&quot;</ETag></CopyObjectResult>"));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        var copy = bucket.Objects.CopyAsync("a b", new(5, "tag", null, "text/plain", null, null), "c", "meta", "the item", TestContext.Current.CancellationToken);
        if (code == "AccessDenied")
        {
            Assert.Equal("the item", (await Assert.ThrowsAsync<WxCloudException>(() => copy)).Target);
        }
        else
        {
            await copy;
        }

        Assert.Equal(calls, count);
        var headers = cloud.ObjectRequests[0].Headers;
        Assert.Equal("6465-env-1250000000.cos.ap-shanghai.myqcloud.com/a%20b", headers["x-cos-copy-source"]);
        Assert.Equal(["Replaced", "meta", "tag", "text/plain"], new[] { "x-cos-metadata-directive", "x-cos-meta-fileid", "x-cos-copy-source-If-Match", "Content-Type" }.Select(name => headers[name]));
    }

    [Fact]
    public async Task Deleting_many_reports_the_error_of_each_key_that_is_kept()
    {
        await using var cloud = new ScriptedBucket(static _ => Xml("200 OK",
            "<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b&lt;</Key><Code>PathConflict</Code><Message>m</Message></Error></DeleteResult>"));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        var failed = await bucket.Objects.DeleteAsync(["a", "b<", "c"], TestContext.Current.CancellationToken);
        Assert.Equal(["b<", "c"], failed.Keys.Order());
        Assert.Contains("PathConflict", failed["b<"].Message, StringComparison.Ordinal);
        Assert.Contains("<Key>b&lt;</Key>", cloud.ObjectRequests[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("204 No Content", null)]
    [InlineData("404 Not Found", "NoSuchKey")]
    public async Task A_missing_key_counts_as_deleted(string status, string? code)
    {
        await using var cloud = new ScriptedBucket(_ => code is null ? ScriptedReply.Of(status, "x-cos-request-id: 1", "") : Error(status, code));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        await bucket.Objects.DeleteAsync("a", "a", TestContext.Current.CancellationToken);
        Assert.Equal("DELETE", Assert.Single(cloud.ObjectRequests).Method);
    }

    [Fact]
    public async Task A_missing_bucket_does_not_count_as_a_deleted_key()
    {
        await using var cloud = new ScriptedBucket(static _ => Error("404 Not Found", "NoSuchBucket"));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<WxCloudException>(() => bucket.Objects.DeleteAsync("a", "a", TestContext.Current.CancellationToken));
        Assert.Equal("NoSuchBucket", error.Errmsg);
    }

    [Theory]
    [InlineData("../../etc/passwd", "/../../etc/passwd")]
    [InlineData("a?b#c%2Fd", "/a%3Fb%23c%252Fd")]
    [InlineData("/x//y", "//x//y")]
    public async Task A_hostile_key_is_sent_as_it_is(string key, string target)
    {
        await using var cloud = new ScriptedBucket(static _ => ScriptedReply.Of("200 OK", "Content-Length: 5\r\nx-cos-hash-crc64ecma: 7\r\nx-cos-meta-fileid: m", ""));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        var head = await bucket.Objects.HeadAsync(key, key, TestContext.Current.CancellationToken);
        Assert.Equal(new ObjectHead(5, null, "7", null, null, "m"), head);
        Assert.Equal("/" + Bucket + target, Assert.Single(cloud.ObjectRequests).Target);
    }

    private static bool IsSignedFor(ScriptedRequest request, DateTimeOffset time)
    {
        var times = request.Headers["Authorization"].Split("q-sign-time=")[1].Split('&')[0].Split(';').Select(static text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return times[0] <= time.ToUnixTimeSeconds() && time.ToUnixTimeSeconds() <= times[1];
    }
}
