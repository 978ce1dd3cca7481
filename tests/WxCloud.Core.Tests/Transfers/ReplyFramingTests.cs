using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos;
using WxCloud.Http;
using WxCloud.WebFiles;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

/// <summary>Replies whose framing contradicts itself, or packs the body: no part of a file, and no packed file, passes for the file.</summary>
public sealed class ReplyFramingTests : IDisposable
{
    private const string Stored = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nx-cos-request-id: N\r\n";

    private static readonly byte[] s_content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789", 5000)));

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 10")]
    [InlineData("Content-Length: 10\r\nTransfer-Encoding: chunked")]
    public async Task A_length_beside_chunks_is_not_the_length_of_the_file(string headers)
    {
        var reply = new ScriptedReply([.. Encoding.ASCII.GetBytes($"{Stored}{headers}\r\n\r\n"), .. Chunked(s_content)]);
        await AssertNothingArrives("WxCloud.Transfer.LengthUnknown", reply);

        reply = new ScriptedReply([.. Encoding.ASCII.GetBytes($"{Stored}{ReplyHeaders.CosCrc64}: {Crc64.Compute(s_content)}\r\n{headers}\r\n\r\n"), .. Chunked(s_content)]);
        await using var cloud = new ScriptedCloud(_ => reply);
        var received = (await cloud.DownloadAsync(_folder.Path, Token)).Require();
        Assert.Equal(s_content, await File.ReadAllBytesAsync(received.LocalPath, Token));
    }

    [Fact]
    public async Task Two_lengths_that_differ_are_no_length()
    {
        await AssertNothingArrives("WxCloud.Transfer.LengthUnknown", Plain($"Content-Length: 100\r\nContent-Length: {s_content.Length}"));

        await using var cloud = new ScriptedCloud(static _ => Plain($"Content-Length: {s_content.Length}\r\nContent-Length: {s_content.Length}"));
        Assert.Equal(WxVerification.Length, (await cloud.DownloadAsync(_folder.Path, Token)).Require().Verified);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip, chunked", true)]
    [InlineData("gzip, Chunked", true)]
    public async Task A_body_that_is_compressed_for_the_transfer_is_not_saved_as_if_it_were_plain(string coding, bool isChunked)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(s_content, Token);
        }

        var body = packed.ToArray();
        var head = Encoding.ASCII.GetBytes($"{Stored}Transfer-Encoding: {coding}\r\nContent-Length: {body.Length}\r\n\r\n");
        var reply = new ScriptedReply([.. head, .. isChunked ? Chunked(body) : body]);
        await AssertNothingArrives("WxCloud.Transfer.Encoded", reply);
        Assert.Equal("WxCloud.Transfer.Encoded", await WebErrorAsync(reply));
    }

    [Fact]
    public async Task A_web_download_with_two_lengths_that_differ_is_not_saved() =>
        Assert.Equal("WxCloud.Transfer.LengthUnknown", await WebErrorAsync(Plain($"Content-Length: 100\r\nContent-Length: {s_content.Length}")));

    [Theory]
    [InlineData("file:///etc/hosts")]
    [InlineData("ftp://127.0.0.1/a")]
    public async Task A_redirect_to_no_web_address_is_named_as_one(string location) =>
        await AssertNothingArrives("WxCloud.Transport.TooManyRedirects", ScriptedReply.Of("302 Found", $"Location: {location}\r\nContent-Length: 0", ""));

    [Fact]
    public async Task A_connection_that_ends_without_a_reply_is_named_as_that()
    {
        await using var cloud = new ScriptedCloud(static _ => new ScriptedReply("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray()));
        var error = (await cloud.DownloadAsync(_folder.Path, Token)).Error;
        Assert.Equal("WxCloud.Transport.Broken", error?.ErrorId);
        Assert.Contains("ended prematurely", error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("503 Service Unavailable", true)]
    [InlineData("429 Too Many Requests", true)]
    [InlineData("403 Forbidden", false)]
    [InlineData("302 Found", false)]
    public async Task A_busy_storage_is_no_matter_of_permissions(string status, bool isBusy)
    {
        await using var cloud = new ScriptedCloud(_ => ScriptedReply.Of(status, "Content-Length: 0", ""));
        var action = (await cloud.DownloadAsync(_folder.Path, Token)).Error!.RecommendedAction;
        Assert.Equal(isBusy, action!.Contains("later", StringComparison.Ordinal));
        Assert.NotEqual(isBusy, action.Contains("permissions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_whose_confirmation_is_cut_off_is_sent_again()
    {
        var tries = 0;
        await using var cloud = new ScriptedCloud(_ => Interlocked.Increment(ref tries) < 3
            ? ScriptedReply.Of("200 OK", "ETag: \"x\"\r\nContent-Length: 500", "<?xml version='1.0' ?><Err")
            : ScriptedReply.Of("204 No Content", "ETag: \"x\"", ""));
        Assert.Null((await cloud.UploadAsync(_folder.Write("a.txt"), Token)).Error);
        Assert.Equal(3, tries);

        await using var never = new ScriptedCloud(static _ => ScriptedReply.Of("200 OK", "ETag: \"x\"\r\nContent-Length: 500", "<?xml"));
        Assert.Equal("WxCloud.Object.NotConfirmed", (await never.UploadAsync(_folder.Write("b.txt"), Token)).Error?.ErrorId);
    }

    [Fact]
    public async Task An_error_behind_white_space_is_no_confirmation()
    {
        const string Body = "\r\n \n<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>InvalidKey</Code></Error>";
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of("200 OK", $"ETag: \"x\"\r\nContent-Length: {Body.Length}", Body));
        Assert.Equal("WxCloud.Object.Refused", (await cloud.UploadAsync(_folder.Write("a.txt"), Token)).Error?.ErrorId);
    }

    private static ScriptedReply Plain(string headers) => new([.. Encoding.ASCII.GetBytes($"{Stored}{headers}\r\n\r\n"), .. s_content]);

    private static byte[] Chunked(byte[] body) => [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];

    private async Task AssertNothingArrives(string errorId, ScriptedReply reply)
    {
        await using var cloud = new ScriptedCloud(_ => reply);
        var outcome = await cloud.DownloadAsync(_folder.Path, Token);
        Assert.Equal((errorId, ScriptedCloud.FileId), (outcome.Error?.ErrorId, outcome.Item));
        AssertEmpty();
    }

    private async Task<string> WebErrorAsync(ScriptedReply reply)
    {
        await using var server = new ScriptedServer(_ => reply);
        using var client = new WebFileClient(TimeSpan.FromHours(1), new AcceleratedTime());
        var error = await Assert.ThrowsAsync<WxCloudException>(() =>
            client.ReceiveAsync(new() { Uri = server.Endpoint, OutFile = _folder.At("web.bin") }, meter: null, Token));
        AssertEmpty();
        return error.ErrorId;
    }

    private void AssertEmpty() => Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }));
}
