using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Model;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

/// <summary>Whatever fails, the resulting error has the item as its target, and its message begins with it.</summary>
public sealed class ErrorsNameTheirItemTests : IDisposable
{
    private const string Content = "0123456789";

    private static readonly ScriptedReply s_served = ScriptedReply.Of(
        "200 OK", $"Content-Length: 10\r\n{ReplyHeaders.CosCrc64}: {Crc64.Compute("0123456789"u8)}", Content);

    private static readonly Dictionary<string, ScriptedReply> s_apiCauses = new()
    {
        ["errcode"] = ScriptedReply.Json("""{"errcode":-501007,"errmsg":"invalid parameters rid: 65a1b2c3-0d4e5f60-1a2b3c4d"}"""),
        ["missing file"] = ScriptedReply.Json("""{"errcode":-503003,"errmsg":"STORAGE_FILE_NONEXIST"}"""),
        ["busy"] = ScriptedReply.Json("""{"errcode":-1,"errmsg":"system error"}"""),
        ["page"] = ScriptedReply.Of("200 OK", "Content-Type: text/html\r\nContent-Length: 15", "<html>no</html>"),
        ["status"] = ScriptedReply.Of("502 Bad Gateway", "Content-Length: 0", ""),
        ["empty"] = ScriptedReply.Json("{}"),
        ["reset"] = new([]),
        ["cut"] = ScriptedReply.Of("200 OK", "Content-Length: 100", "{"),
        ["silence"] = new([], ThenSilence: true),
    };

    private static readonly Dictionary<string, ScriptedReply> s_objectCauses = new()
    {
        ["refused"] = ScriptedReply.Of("403 Forbidden", "Content-Length: 76", "<Error><Code>Odd</Code><Message>no</Message><RequestId>NWEx</RequestId></Error>"[..76]),
        ["missing"] = ScriptedReply.Of("404 Not Found", "Content-Length: 0", ""),
        ["status"] = ScriptedReply.Of("500 Internal Server Error", "x-cos-request-id: NWEx\r\nContent-Length: 0", ""),
        ["accepted"] = ScriptedReply.Of("202 Accepted", "Content-Length: 5", "later"),
        ["page"] = ScriptedReply.Of("200 OK", "Content-Type: text/html\r\nContent-Length: 15", "<html>no</html>"),
        ["circle"] = ScriptedReply.Of("302 Found", "Location: /objects/x\r\nContent-Length: 0", ""),
        ["damage"] = ScriptedReply.Of("200 OK", $"Content-Length: 10\r\nETag: \"x\"\r\n{ReplyHeaders.CosCrc64}: 1", Content),
        ["clock"] = ScriptedReply.Of("403 Forbidden", "Content-Length: 49", "<Error><Code>RequestTimeTooSkewed</Code></Error> "),
        ["reset"] = new([]),
        ["cut"] = ScriptedReply.Of("200 OK", "Content-Length: 100\r\nLast-Modified: Thu, 26 Nov 2026 04:00:00 GMT", "0"),
        ["silence"] = new([], ThenSilence: true),
    };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Causes =>
    [
        .. from culture in new[] { "en-US", "zh-CN" }
           from cause in s_apiCauses.Keys.Select(static key => ("api", key)).Concat(s_objectCauses.Keys.Select(static key => ("object", key)))
           select new TheoryDataRow<string, string, string>(culture, cause.Item1, cause.key),
    ];

    public static TheoryData<string> LinkReplies =>
    [
        """{"errcode":0,"file_list":[{"fileid":"ID","download_url":"","status":-503002,"errmsg":"STORAGE_EXCEED_AUTHORITY"}]}""",
        """{"errcode":0,"file_list":[{"fileid":"ID","download_url":"","status":1,"errmsg":"STORAGE_FILE_NONEXIST"}]}""",
        """{"errcode":0,"file_list":[{"fileid":"ID","download_url":"","status":0,"errmsg":"ok"}]}""",
        """{"errcode":0,"file_list":[{"fileid":"ID","download_url":"not an address","status":0,"errmsg":"ok"}]}""",
        """{"errcode":0,"file_list":[{"fileid":"ID","download_url":"https://nowhere.invalid/a","status":0,"errmsg":"ok"}]}""",
        """{"errcode":0,"file_list":[{"fileid":"ID","download_url":"http://127.0.0.1:PORT/a","status":0,"errmsg":"ok"}]}""",
        """{"errcode":0,"file_list":[{"fileid":"ID","download_url":"http://203.0.113.7/a","status":0,"errmsg":"ok"}]}""",
        """{"errcode":0,"file_list":[]}""",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task A_transfer_that_fails_names_its_item(string culture, string side, string cause)
    {
        CultureInfo.CurrentUICulture = new(culture);
        await using var cloud = new ScriptedCloud(
            _ => side == "object" ? s_objectCauses[cause] : s_served,
            timeout: TimeSpan.FromSeconds(5),
            api: side == "api" ? _ => s_apiCauses[cause] : null);
        var local = _folder.Write("a.txt", Content);
        AssertNamed(await cloud.UploadAsync(local, Token), local, side, cloud);
        AssertNamed(await cloud.DownloadAsync(_folder.At("down"), Token), ScriptedCloud.FileId, side, cloud);
        if (side == "api")
        {
            AssertNamed(await cloud.Engine.Lists.GetLinksAsync("env", Asked(), 60, Token).SingleAsync(Token), ScriptedCloud.FileId, side, cloud);
            AssertNamed(await cloud.Engine.Lists.DeleteAsync("env", Asked(), Token).SingleAsync(Token), ScriptedCloud.FileId, side, cloud);
        }
    }

    [Theory]
    [MemberData(nameof(LinkReplies))]
    public async Task A_broken_link_names_its_file(string reply)
    {
        using var closed = new TcpListener(System.Net.IPAddress.Loopback, 0);
        closed.Start();
        var port = ((System.Net.IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var json = reply.Replace("ID", ScriptedCloud.FileId, StringComparison.Ordinal).Replace("PORT", $"{port}", StringComparison.Ordinal);
        await using var cloud = new ScriptedCloud(static _ => s_served, api: _ => ScriptedReply.Json(json));
        AssertNamed(await cloud.DownloadAsync(_folder.At("down"), Token), ScriptedCloud.FileId);
    }

    [Fact]
    public async Task A_disk_that_fails_names_the_file_and_the_target()
    {
        await using var cloud = new ScriptedCloud(static _ => s_served);
        var blocked = _folder.Write("blocked");
        var outcome = await cloud.DownloadAsync(blocked, Token);
        AssertNamed(outcome, ScriptedCloud.FileId);
        Assert.Contains(Path.Combine(blocked, "dir", "file.bin"), outcome.Error!.Message, StringComparison.Ordinal);
        var missing = _folder.At("none.txt");
        AssertNamed(await cloud.UploadAsync(missing, Token), missing);
        AssertNamed(await cloud.UploadAsync(_folder.Path, Token), _folder.Path);
    }

    [Fact]
    public async Task An_item_is_named_as_it_was_given()
    {
        await using var cloud = new ScriptedCloud(static _ => s_served);
        var full = _folder.At("password=1.txt");
        var outcome = await cloud.Engine.Uploader
            .SendAsync(
                new[] { new Outcome<string, UploadItem>("password=1.txt", new UploadItem(full, "a.txt")) }.ToAsyncEnumerable(),
                new() { EnvironmentId = "env" },
                meter: null,
                Token)
            .SingleAsync(Token);
        Assert.Equal("password=1.txt: The file or folder does not exist.", outcome.Error!.Message);
        Assert.Equal("password=1.txt", outcome.Error.Target);
    }

    [Fact]
    public void The_original_failure_is_the_inner_exception_with_its_details()
    {
        var failure = Error.ObjectRefused("a", 403, "Odd", "no", "NWEx");
        failure = failure.With(static known => known with { RetryAfter = TimeSpan.FromSeconds(3) });
        var error = new Outcome<string, int>("b", new Outcome<string, int>("c", failure).Error!).Error!;
        Assert.Same(failure, error.InnerException);
        Assert.Equal((failure.ErrorId, failure.Category, 403, "NWEx", "Odd"), (error.ErrorId, error.Category, error.HttpStatus, error.RequestId, error.Errmsg));
        Assert.Equal((failure.RecommendedAction, failure.RetryAdvice, failure.RetryAfter), (error.RecommendedAction, error.RetryAdvice, error.RetryAfter));
        Assert.Equal("b: c: a: Cloud storage refused the request: HTTP 403 Odd no (request NWEx)", error.Message);
    }

    private static IAsyncEnumerable<string> Asked() => new[] { ScriptedCloud.FileId }.ToAsyncEnumerable();

    private static void AssertNamed<T>(Outcome<string, T> outcome, string item)
    {
        Assert.Equal((item, item), (outcome.Item, outcome.Error?.Target));
        Assert.StartsWith(item + ": ", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(item, outcome.Error.Message[item.Length..], StringComparison.Ordinal);
    }

    private static void AssertNamed<T>(Outcome<string, T> outcome, string item, string side, ScriptedCloud cloud)
    {
        AssertNamed(outcome, item);
        var message = outcome.Error!.Message;
        if (side == "api" && outcome.Error.ErrorId != "WxCloud.Storage.NoAnswer")
        {
            Assert.Contains("tcb/", message, StringComparison.Ordinal);
            Assert.Equal(outcome.Error.Origin is not null, message.Contains(cloud.Endpoint.Authority + "/tcb/", StringComparison.Ordinal));
        }
        else if (outcome.Error.HttpStatus >= 400)
        {
            Assert.Contains(cloud.Endpoint.Authority, message, StringComparison.Ordinal);
        }

        if (outcome.Error.RequestId is { } id)
        {
            Assert.Contains(id, message, StringComparison.Ordinal);
        }
    }
}
