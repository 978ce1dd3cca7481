using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Tokens;
using Xunit;

namespace WxCloud.Core.Tests.Api;

/// <summary>Whatever answers in the place of the service, the engine ends with a specific error, soon and in little memory.</summary>
public sealed class HostileReplyTests
{
    private const string Links = """ "file_list":[{"fileid":"cloud://a.b/c","download_url":"https://x.example/c?sign=1","status":0}]} """;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Shapes =>
    [
        "", " ", "null", "true", "0", "\"text\"", "[]", "[{}]", "{}", "{", "{\"errcode\":0", "<html><body>502</body></html>", "\0\0\0\0", "\uFEFF{}",
        "{\"errcode\":{}}", "{\"errcode\":[]}", "{\"errcode\":\"abc\"}", "{\"errcode\":1e999}", "{\"errcode\":0.5}", "{\"errcode\":null}", "{\"errcode\":true}",
        "{\"errcode\":99999999999999999999}", "{\"errcode\":40001}", "{\"errcode\":40013,\"errmsg\":{}}", "{\"errcode\":40013,\"errmsg\":\"\\ud800\"}",
        "{\"errcode\":0,\"access_token\":5,\"expires_in\":\"x\",\"url\":{},\"file_list\":5}",
        "{\"access_token\":\"t\",\"expires_in\":-1}", "{\"access_token\":\"\",\"expires_in\":7200}", "{\"access_token\":\"a\\r\\nb\",\"expires_in\":7200}",
        "{\"access_token\":\"\\ud800\",\"expires_in\":7200}", "{\"access_token\":\"t\",\"expires_in\":1e400}",
        "{\"errcode\":0,\"url\":\"x\",\"token\":\"x\",\"authorization\":\"x\",\"file_id\":\"x\",\"cos_file_id\":\"x\"}",
        "{\"errcode\":0,\"file_list\":[null]}", "{\"errcode\":0,\"file_list\":[[]]}", "{\"errcode\":0,\"file_list\":{}}", "{\"errcode\":0,\"file_list\":[{\"status\":\"x\"}]}",
        "{\"errcode\":0,\"file_list\":[{\"fileid\":\"cloud://a.b/c\",\"download_url\":\"not a url\",\"status\":0}]}",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_reply_of_a_wrong_shape_is_a_service_error(string body) => await AssertNamedAsync(_ => ScriptedReply.Json(body));

    [Fact]
    public async Task A_token_with_an_impossibly_long_lifetime_is_used_for_two_hours()
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Json($$"""{"access_token":"t","expires_in":{{long.MaxValue}}}"""));
        using var connection = Connect(server, WxCredentialKind.AppSecret);
        var token = await connection.Engine.Tokens.GetAsync(Token);
        Assert.InRange(token!.ExpiresOn!.Value - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(7100), TimeSpan.FromSeconds(7200));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("0.5")]
    [InlineData("\"abc\"")]
    [InlineData("99999999999")]
    public async Task An_errcode_that_is_not_a_number_is_an_error_even_beside_a_result(string errcode)
    {
        await using var server = new ScriptedServer(_ => ScriptedReply.Json($$"""{"errcode":{{errcode}},{{Links}}"""));
        using var connection = Connect(server, WxCredentialKind.AccessToken);
        var error = await Assert.ThrowsAsync<WxCloudException>(() => connection.Engine.Storage.GetLinksAsync("a", [FileId.Parse("cloud://a.b/c")], 60, Token));
        Assert.Equal(("WxCloud.Api.NotAnAnswer", null), (error.ErrorId, error.Errcode));
    }

    [Theory]
    [InlineData("{\"errcode\":\"0\",")]
    [InlineData("{\"errcode\":0.0,")]
    [InlineData("{\"errcode\":0e0,")]
    [InlineData("{\"errcode\":null,")]
    [InlineData("{")]
    [InlineData("\uFEFF{\"errcode\":0,")]
    public async Task A_success_may_be_written_in_several_ways(string start)
    {
        await using var server = new ScriptedServer(_ => ScriptedReply.Json(start + Links));
        using var connection = Connect(server, WxCredentialKind.AccessToken);
        Assert.Null(Assert.Single(await connection.Engine.Storage.GetLinksAsync("a", [FileId.Parse("cloud://a.b/c")], 60, Token)).Error);
    }

    [Theory]
    [InlineData("\"status\":null", null)]
    [InlineData("\"status\":0.0", null)]
    [InlineData("\"status\":\"0\"", null)]
    [InlineData("\"errmsg\":\"ok\"", null)]
    [InlineData("\"status\":-503003.0", "WxCloud.Storage.FileMissing")]
    [InlineData("\"status\":0.5", "WxCloud.Api.NotAnAnswer")]
    [InlineData("\"status\":99999999999", "WxCloud.Api.NotAnAnswer")]
    public async Task The_status_of_a_file_may_be_written_in_several_ways(string status, string? errorId)
    {
        await using var server = new ScriptedServer(_ => ScriptedReply.Json($$"""{"file_list":[{"fileid":"cloud://a.b/c","download_url":"https://x.example/c?sign=1",{{status}}}]}"""));
        using var connection = Connect(server, WxCredentialKind.AccessToken);
        WxCloudException? error;
        try
        {
            error = Assert.Single(await connection.Engine.Storage.GetLinksAsync("a", [FileId.Parse("cloud://a.b/c")], 60, Token)).Error;
        }
        catch (WxCloudException e)
        {
            error = e;
        }

        Assert.Equal(errorId, error?.ErrorId);
    }

    [Theory]
    [InlineData("https://x.example/c?sign=1", true)]
    [InlineData("https://x.example/c", false)]
    public async Task Only_a_link_with_a_query_expires(string url, bool expires)
    {
        await using var server = new ScriptedServer(_ => ScriptedReply.Json($$"""{"errcode":0,"file_list":[{"fileid":"cloud://a.b/c","download_url":"{{url}}","status":0}]}"""));
        using var connection = Connect(server, WxCredentialKind.AccessToken);
        var link = Assert.Single(await connection.Engine.Storage.GetLinksAsync("a", [FileId.Parse("cloud://a.b/c")], 60, Token)).Require();
        Assert.Equal(expires, link.ExpiresOn is not null);
    }

    [Fact]
    public async Task A_deeply_nested_reply_is_a_service_error() =>
        await AssertNamedAsync(_ => ScriptedReply.Json("{\"errcode\":0,\"file_list\":" + new string('[', 1_000_000)));

    [Fact]
    public async Task A_binary_reply_is_a_service_error()
    {
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        await AssertNamedAsync(_ => ScriptedReply.Of("200 OK", "Content-Length: 100000", noise));
    }

    [Theory]
    [InlineData("gzip", "{}")]
    [InlineData("gzip", "\u001f\u008b\u0008\u0000")]
    [InlineData("deflate", "no zlib")]
    [InlineData("br", "{")]
    public async Task A_reply_that_is_not_compressed_as_it_states_is_a_service_error(string coding, string body) =>
        await AssertNamedAsync(_ => ScriptedReply.Of("200 OK", $"Content-Encoding: {coding}\r\nContent-Length: {body.Length}", Encoding.Latin1.GetBytes(body)));

    [Theory]
    [InlineData("\"status\":null")]
    [InlineData("\"errmsg\":\"ok\"")]
    public async Task A_file_without_a_status_does_not_fail_its_batch_and_is_not_reported_as_deleted(string status)
    {
        await using var server = new ScriptedServer(request => ScriptedReply.Json(
            $$"""{"errcode":0,"{{(request.Target.Contains("delete", StringComparison.Ordinal) ? "delete_list" : "file_list")}}":[{"fileid":"cloud://a.b/c","download_url":"https://x.example/c?sign=1",{{status}}},{"fileid":"cloud://a.b/d","download_url":"https://x.example/d?sign=1","status":0}]}"""));
        using var connection = Connect(server, WxCredentialKind.AccessToken);
        FileId[] files = [FileId.Parse("cloud://a.b/c"), FileId.Parse("cloud://a.b/d")];
        Assert.All(await connection.Engine.Storage.GetLinksAsync("a", files, 60, Token), static link => Assert.Null(link.Error));
        var removals = await connection.Engine.Storage.DeleteAsync("a", files, Token);
        Assert.Equal(["WxCloud.Storage.NoAnswer", null], removals.Select(static removal => removal.Error?.ErrorId));
    }

    [Fact]
    public async Task A_reply_that_decompresses_to_a_huge_one_is_cut()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
            for (var i = 0; i < 256; i++)
            {
                zip.Write(spaces);
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        await using var server = new ScriptedServer(_ => ScriptedReply.Of("200 OK", $"Content-Encoding: gzip\r\nContent-Length: {packed.Length}", packed.ToArray()));
        using var connection = Connect(server, WxCredentialKind.AccessToken);
        var error = await Assert.ThrowsAsync<WxCloudException>(() => connection.Engine.Storage.GetUploadTicketAsync("env", "a", Token));
        Assert.Equal("WxCloud.Api.AnswerTooLarge", error.ErrorId);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200L * 1024 * 1024);
    }

    [Fact]
    public async Task Endless_headers_are_a_service_error() =>
        await AssertNamedAsync(_ => ScriptedReply.Of("200 OK", "X-Padding: " + new string('x', 10_000_000), ""));

    [Fact]
    public async Task A_reply_that_arrives_byte_by_byte_ends_at_the_limit()
    {
        await using var server = new ScriptedServer(static _ =>
            ScriptedReply.Of("200 OK", "Content-Length: 100000", new string(' ', 100_000)) with { Drip = TimeSpan.FromMilliseconds(2) });
        using var connection = Connect(server, WxCredentialKind.AccessToken, TimeSpan.FromSeconds(120));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => connection.Engine.Storage.GetUploadTicketAsync("env", "a", Token));
        Assert.Equal("WxCloud.Api.AnswerTooSlow", error.ErrorId);
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("http://203.0.113.7/x")]
    public async Task An_unsafe_address_in_a_reply_is_not_opened(string address)
    {
        using var connection = new WxCloudConnection(new() { Credential = WxCredentialKind.AccessToken, AccessToken = new("token") });
        var error = await Assert.ThrowsAsync<WxCloudException>(() => connection.Engine.Objects.OpenAsync("item", new(address), range: null, ifMatch: null, Token));
        Assert.Equal("WxCloud.Connection.PlainHttpRefused", error.ErrorId);
    }

    [Fact]
    public async Task A_missing_reply_ends_with_a_timeout() => await AssertNamedAsync(_ => new([], ThenSilence: true), TimeSpan.FromSeconds(5));

    [Fact]
    public void A_reply_with_random_bytes_changed_is_read_or_refused()
    {
        var replies = new[]
        {
            """{"errcode":0,"errmsg":"ok","url":"https://cos.example/a","token":"t","authorization":"s","file_id":"cloud://env.bucket/a","cos_file_id":"m"}""",
            """{"errcode":0,"errmsg":"ok","file_list":[{"fileid":"cloud://env.bucket/a","download_url":"https://x.example/a?sign=1","status":0,"errmsg":"ok"}]}""",
            """{"access_token":"58_token","expires_in":7200}""",
            """{"errcode":40164,"errmsg":"invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 65a1b2c3-0d4e5f60-1a2b3c4d"}""",
        };
        var random = new Random(20260301);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(replies[i % replies.Length]);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadOrRefuse(bytes.AsMemory(0, random.Next(10) == 0 ? random.Next(bytes.Length) : bytes.Length));
        }
    }

    private static void ReadOrRefuse(ReadOnlyMemory<byte> bytes)
    {
        using var response = new HttpResponseMessage();
        try
        {
            var envelope = ApiEnvelope.Parse("tcb/x", bytes, response);
            Read(StorageJson.Instance.UploadTicketReply);
            Read(StorageJson.Instance.LinkReply);
            Read(TokenJson.Instance.TokenReply);

            // As the endpoint reads it: these two become an error with a name.
            void Read<T>(JsonTypeInfo<T> type)
            {
                try
                {
                    envelope.Deserialize(type);
                }
                catch (Exception e) when (e is JsonException or InvalidOperationException)
                {
                }
            }
        }
        catch (WxCloudException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static async Task AssertNamedAsync(Func<ScriptedRequest, ScriptedReply> answer, TimeSpan? timeout = null)
    {
        await using var server = new ScriptedServer(answer);
        using var withToken = Connect(server, WxCredentialKind.AccessToken, timeout);
        using var withSecret = Connect(server, WxCredentialKind.AppSecret, timeout);
        var clock = Stopwatch.StartNew();
        await FailsAsync(() => withToken.Engine.Storage.GetUploadTicketAsync("a", "c", Token));
        await FailsAsync(async () => (await withToken.Engine.Storage.GetLinksAsync("a", [FileId.Parse("cloud://a.b/c")], 60, Token))[0].Require());
        await FailsAsync(async () => (await withToken.Engine.Storage.DeleteAsync("a", [FileId.Parse("cloud://a.b/d")], Token))[0].Require());
        await FailsAsync(async () => await withSecret.Engine.Tokens.GetAsync(Token));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_patience);

        static async Task FailsAsync(Func<Task> call)
        {
            var error = await Assert.ThrowsAsync<WxCloudException>(call);
            Assert.NotEqual("WxCloud.Engine.Unexpected", error.ErrorId);
            Assert.InRange(error.Message.Length, 1, 6000);
        }
    }

    private static WxCloudConnection Connect(ScriptedServer server, WxCredentialKind credential, TimeSpan? timeout = null) => new(
        new()
        {
            Credential = credential,
            AppId = "wx1",
            AppSecret = new("secret-of-wx1"),
            AccessToken = new("token-of-wx1"),
            Endpoint = server.Endpoint,
            NoTokenCache = true,
            Timeout = timeout ?? TimeSpan.FromHours(1),
        },
        new AcceleratedTime());
}
