using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Upload;

/// <summary>What happens between the tries of an upload, and when it is verified.</summary>
public sealed class UploadTryTests : IDisposable
{
    private const string Text = "the whole file";

    private static readonly string s_crc64 = $"{ReplyHeaders.CosCrc64}: {Crc64.Compute(Encoding.UTF8.GetBytes(Text))}";

    private readonly TemporaryFolder _folder = new();
    private readonly TransferMeter _meter = new();
    private int _tickets;
    private int _posts;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_ticket_that_the_storage_refuses_as_expired_is_renewed()
    {
        Assert.Null((await SendAsync(_ => ++_posts == 1
            ? ScriptedReply.Of("403 Forbidden", "Content-Length: 41", "<Error><Code>ExpiredToken</Code></Error> ")
            : Stored())).Error);
        Assert.Equal((2, 2), (_tickets, _posts));
    }

    [Fact]
    public async Task A_ticket_that_expired_between_two_attempts_is_renewed()
    {
        var time = new AcceleratedTime();
        Assert.Null((await SendAsync(
            _ =>
            {
                time.Offset = TimeSpan.FromSeconds(850);
                return ++_posts == 1 ? ScriptedReply.Of("500 Internal Server Error", "Content-Length: 0", "") : Stored();
            },
            time: time)).Error);
        Assert.Equal((2, 2), (_tickets, _posts));
    }

    [Fact]
    public async Task Bytes_of_a_failed_attempt_are_not_counted()
    {
        Assert.Null((await SendAsync(_ => ++_posts < 3 ? ScriptedReply.Of("500 Internal Server Error", "Content-Length: 0", "") : Stored())).Error);
        Assert.Equal((1, 3, Text.Length), (_tickets, _posts, _meter.Bytes));
    }

    public static TheoryData<string, string?> Probes => new()
    {
        { $"Content-Length: {Text.Length}\r\n{s_crc64}", null },
        { $"Content-Length: {Text.Length}", null },
        { $"Content-Length: {Text.Length - 1}\r\n{s_crc64}", "WxCloud.Transfer.Truncated" },
        { $"Content-Length: {Text.Length}\r\n{ReplyHeaders.CosCrc64}: 1", "WxCloud.Transfer.ChecksumMismatch" },
    };

    [Theory]
    [MemberData(nameof(Probes))]
    public async Task Verify_compares_length_and_checksum(string headers, string? errorId) =>
        Assert.Equal(errorId, (await SendAsync(request => request.Method == "POST" ? Stored() : ScriptedReply.Of("200 OK", headers, ""), verifies: true)).Error?.ErrorId);

    [Theory]
    [InlineData("403 Forbidden", 14, null)]
    [InlineData("405 Method Not Allowed", 14, null)]
    [InlineData("405 Method Not Allowed", 15, "WxCloud.Transfer.Truncated")]
    public async Task Verify_reads_one_byte_where_the_head_is_refused(string status, int length, string? errorId)
    {
        var outcome = await SendAsync(
            request => request.Method switch
            {
                "POST" => Stored(),
                "HEAD" => ScriptedReply.Of(status, "Content-Length: 0", ""),
                _ => ScriptedReply.Of("206 Partial Content", $"ETag: \"x\"\r\nContent-Length: 1\r\nContent-Range: bytes 0-0/{length}", "t"),
            },
            verifies: true);
        Assert.Equal(errorId, outcome.Error?.ErrorId);
    }

    [Theory]
    [InlineData(14, 0)]
    [InlineData(13, 1)]
    public async Task SkipExisting_sends_a_file_only_when_the_stored_one_has_another_length(int length, int posts)
    {
        var outcome = await SendAsync(
            request =>
            {
                _posts += request.Method == "POST" ? 1 : 0;
                return request.Method == "POST" ? Stored() : ScriptedReply.Of("200 OK", $"ETag: \"x\"\r\nContent-Length: {length}", "");
            },
            skipsExisting: true);
        Assert.Null(outcome.Error);
        Assert.Equal(posts, _posts);
    }

    private static ScriptedReply Stored() => ScriptedReply.Of("204 No Content", "ETag: \"x\"", "");

    private async Task<Outcome<string, WxCloudFile>> SendAsync(
        Func<ScriptedRequest, ScriptedReply> objectHost,
        bool verifies = false,
        bool skipsExisting = false,
        TimeProvider? time = null)
    {
        await using var cloud = new ScriptedCloud(objectHost, time: time, api: CountTicket);
        var path = _folder.Write("a.txt", Text);
        IEnumerable<Outcome<string, UploadItem>> items = [new(path, new UploadItem(path, ScriptedCloud.FilePath))];
        return await cloud.Engine.Uploader
            .SendAsync(items.ToAsyncEnumerable(), new() { EnvironmentId = "env", Verify = verifies, SkipExisting = skipsExisting }, _meter, Token)
            .SingleAsync(Token);
    }

    /// <summary>Counts the calls for tickets; the cloud answers them itself.</summary>
    private ScriptedReply CountTicket(ScriptedRequest request)
    {
        _tickets += request.Target.StartsWith("/tcb/uploadfile", StringComparison.Ordinal) ? 1 : 0;
        return null!;
    }
}
