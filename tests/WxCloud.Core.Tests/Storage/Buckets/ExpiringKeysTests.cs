using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using Xunit;
using static WxCloud.Core.Tests.Support.ScriptedBucket;

namespace WxCloud.Core.Tests.Storage.Buckets;

public sealed class ExpiringKeysTests
{
    [Fact]
    public async Task Without_given_keys_the_service_is_asked_once_for_all_calls()
    {
        await using var cloud = new ScriptedBucket(static _ => Page(null, "a"), WithoutKeys, keys: Keys("id"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken)));
        Assert.Equal("""{"lifespan":7200}""", Assert.Single(cloud.Requests("tcb/getqcloudtoken")).Text);
        Assert.Equal(8, cloud.ObjectRequests.Count);
        Assert.All(cloud.ObjectRequests, static request => Assert.Contains("q-ak=id-1&", request.Headers["Authorization"], StringComparison.Ordinal));
        Assert.All(cloud.ObjectRequests, static request => Assert.Equal("session-1", request.Headers["x-cos-security-token"]));
    }

    [Fact]
    public async Task Two_processes_share_the_keys()
    {
        using var folder = new TemporaryFolder();
        await using var cloud = new ScriptedBucket(static _ => Page(null, "a"), Shared, keys: Keys("id"));
        await cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken);
        using var other = new WxCloudConnection(Shared(cloud.Settings), new AcceleratedTime());
        var bucket = await other.Engine.Buckets.FindAsync("env", TestContext.Current.CancellationToken);
        await bucket.Objects.ListPageAsync("", "", "", TestContext.Current.CancellationToken);
        Assert.Single(cloud.Requests("tcb/getqcloudtoken"));

        using var another = new WxCloudConnection(Shared(cloud.Settings) with { AppId = "wx2" }, new AcceleratedTime());
        bucket = await another.Engine.Buckets.FindAsync("env", TestContext.Current.CancellationToken);
        await bucket.Objects.ListPageAsync("", "", "", TestContext.Current.CancellationToken);
        Assert.Equal(2, cloud.Requests("tcb/getqcloudtoken").Count());

        ConnectionSettings Shared(ConnectionSettings settings) => WithoutKeys(settings) with { NoTokenCache = false, DataFolder = folder.Path, AppId = "wx1" };
    }

    [Fact]
    public async Task Keys_are_renewed_before_they_expire_and_once_when_they_are_refused()
    {
        var refusal = "ExpiredToken";
        await using var cloud = new ScriptedBucket(
            request => request.Headers["Authorization"].Contains("q-ak=id-1&", StringComparison.Ordinal) ? Error("403 Forbidden", refusal) : Page(null, "a"),
            WithoutKeys,
            keys: Keys("id"));
        Assert.Equal(["a"], await cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
        Assert.Equal(2, cloud.Requests("tcb/getqcloudtoken").Count());

        await using var stale = new ScriptedBucket(static _ => Page(null, "a"), WithoutKeys, keys: Keys("id", lifetime: 240));
        await stale.ListKeysAsync("", "", TestContext.Current.CancellationToken);
        await stale.ListKeysAsync("", "", TestContext.Current.CancellationToken);
        Assert.Equal(2, stale.Requests("tcb/getqcloudtoken").Count());
    }

    [Theory]
    [InlineData("InvalidAccessKeyId", 2)]
    [InlineData("AccessDenied", 1)]
    public async Task A_refusal_of_the_services_keys_names_their_source(string code, int asked)
    {
        await using var cloud = new ScriptedBucket(_ => Error("403 Forbidden", code), WithoutKeys, keys: Keys("id"));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
        Assert.Equal("WxCloud.Object.KeysRefused.Service", error.ErrorId);
        Assert.Contains("WXCLOUD_COS_SECRETID", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(asked, cloud.Requests("tcb/getqcloudtoken").Count());
    }

    [Fact]
    public async Task A_refused_HEAD_requests_no_new_keys()
    {
        await using var cloud = new ScriptedBucket(static _ => ScriptedReply.Of("403 Forbidden", "Content-Length: 0", ""), WithoutKeys, keys: Keys("id"));
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<WxCloudException>(() => bucket.Objects.HeadAsync("a", "a", TestContext.Current.CancellationToken));
        Assert.Equal("WxCloud.Object.KeysRefused.Service", error.ErrorId);
        Assert.Single(cloud.Requests("tcb/getqcloudtoken"));
    }

    [Fact]
    public async Task A_service_that_gives_no_keys_is_not_asked_for_every_file()
    {
        await using var cloud = new ScriptedBucket(static _ => Page(null), WithoutKeys, keys: static _ => ScriptedReply.Json("""{"errcode":48001,"errmsg":"api unauthorized"}"""));
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<WxCloudException>(() => cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken));
            Assert.Equal("WxCloud.Object.KeysMissing", error.ErrorId);
            Assert.Contains("48001", error.Message, StringComparison.Ordinal);
            Assert.Contains("-CosCredential", error.RecommendedAction, StringComparison.Ordinal);
        }

        Assert.Single(cloud.Requests("tcb/getqcloudtoken"));
        Assert.Empty(cloud.ObjectRequests);
    }

    [Fact]
    public async Task In_a_container_its_platform_is_asked_for_keys_and_metadata()
    {
        await using var cloud = new ScriptedBucket(
            static _ => Page(null, "a"),
            static settings => WithoutKeys(settings) with { Credential = WxCredentialKind.OpenApiService, AccessToken = null },
            keys: static request => request.Target switch
            {
                "/_/cos/getauth" when request.Method == "GET" =>
                    ScriptedReply.Json("""{"TmpSecretId":"role-id","TmpSecretKey":"role-key","Token":"role-session","ExpiredTime":99999999999}"""),
                "/_/cos/metaid/encode" when request.Text == """{"openid":"","bucket":"6465-env-1250000000","paths":["图/a.png"]}""" =>
                    ScriptedReply.Json("""{"errcode":0,"errmsg":"ok","respdata":{"x_cos_meta_field_strs":["encoded"]}}"""),
                _ => ScriptedReply.Json("""{"errcode":-1,"errmsg":"unexpected"}"""),
            });
        await cloud.ListKeysAsync("", "", TestContext.Current.CancellationToken);
        Assert.Equal("role-session", Assert.Single(cloud.ObjectRequests).Headers["x-cos-security-token"]);
        var bucket = await cloud.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal("encoded", await bucket.GetFileIdMetadataAsync("图/a.png", TestContext.Current.CancellationToken));
    }

    private static ConnectionSettings WithoutKeys(ConnectionSettings settings) => settings with { CosSecretId = null, CosSecretKey = null };

    private static Func<ScriptedRequest, ScriptedReply> Keys(string id, int lifetime = 7200)
    {
        var count = 0;
        return _ =>
        {
            var number = Interlocked.Increment(ref count);
            var expires = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + lifetime;
            return ScriptedReply.Json($$"""{"errcode":0,"errmsg":"ok","secretid":"{{id}}-{{number}}","secretkey":"key","token":"session-{{number}}","expired_time":{{expires}}}""");
        };
    }
}
