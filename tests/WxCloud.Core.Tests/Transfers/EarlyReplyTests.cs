using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Http;
using WxCloud.WebFiles;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

/// <summary>Servers that answer before they have read the whole body: their reply is the result, not the failure of the write.</summary>
public sealed class EarlyReplyTests : IDisposable
{
    private const string Refusal = "<Error><Code>EntityTooLarge</Code><Message>Too large.</Message></Error>";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_that_is_refused_in_the_middle_reports_the_refusal(bool staysOpen)
    {
        Assert.SkipUnless(staysOpen || OperatingSystem.IsLinux(), "Where a reset discards what was received, the reply is lost.");
        var reply = ScriptedReply.Of("400 Bad Request", $"Content-Length: {Refusal.Length}", Refusal) with { ThenSilence = staysOpen };
        await using var cloud = new ScriptedCloud(static _ => throw new InvalidOperationException(), objectHostHead: _ => reply);
        var outcome = await cloud.UploadAsync(LargeFile(), Token);
        Assert.Equal(("WxCloud.Object.Refused", "EntityTooLarge"), (outcome.Error?.ErrorId, outcome.Error?.Errmsg));
        Assert.Single(cloud.ObjectRequests);
    }

    [Fact]
    public void A_proxy_that_requires_credentials_has_not_refused_the_body()
    {
        using var body = SentBody.Begin();
        body.ObserveReply("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"u8);
        Assert.False(body.IsRefused);
        body.ObserveReply("HTTP/1.1 403 Forbidden\r\n\r\n"u8);
        Assert.True(body.IsRefused);
    }

    [Fact]
    public async Task A_success_before_the_whole_file_was_sent_is_no_success()
    {
        var reply = ScriptedReply.Of("204 No Content", "ETag: \"x\"", "");
        await using var cloud = new ScriptedCloud(static _ => throw new InvalidOperationException(), objectHostHead: _ => reply);
        Assert.Equal("WxCloud.Transport.Broken", (await cloud.UploadAsync(LargeFile(), Token)).Error?.ErrorId);
    }

    [Fact]
    public async Task A_connection_whose_request_was_cut_is_not_used_again()
    {
        var calls = 0;
        var refusal = ScriptedReply.Of("400 Bad Request", $"Content-Length: {Refusal.Length}", Refusal);
        refusal = new(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(refusal.Bytes).Replace("Connection: close\r\n", "", StringComparison.Ordinal)), ThenSilence: true);
        await using var cloud = new ScriptedCloud(
            static _ => ScriptedReply.Of("204 No Content", "ETag: \"x\"", ""),
            objectHostHead: _ => Interlocked.Increment(ref calls) == 1 ? refusal : null,
            time: TimeProvider.System);
        Assert.Equal("WxCloud.Object.Refused", (await cloud.UploadAsync(LargeFile(), Token)).Error?.ErrorId);

        // On the same connection it would wait for a reply, for an hour.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        Assert.Null((await cloud.UploadAsync(_folder.Write("small.txt"), limit.Token)).Error);
        Assert.Equal(2, cloud.ObjectRequests.Count());
    }

    [Fact]
    public async Task A_web_upload_that_is_refused_in_the_middle_returns_the_reply()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where a reset discards what was received, the reply is lost.");
        await using var server = new ScriptedServer(
            static _ => throw new InvalidOperationException(),
            static _ => ScriptedReply.Of("413 Content Too Large", "Content-Length: 9", "too large"));
        using var client = new WebFileClient(TimeSpan.FromHours(1), new AcceleratedTime());
        var reply = await client.SendAsync(new() { Uri = server.Endpoint, LocalPath = LargeFile(), Name = "file" }, progress: null, Token);
        Assert.Equal((413, "too large"), (reply.StatusCode, reply.Data));
    }

    /// <summary>Larger than the buffers of both ends of a connection.</summary>
    private string LargeFile()
    {
        var path = _folder.At("large.bin");
        using var file = File.Create(path);
        file.SetLength(48L * 1024 * 1024);
        return path;
    }
}
