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
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

/// <summary>Servers that misbehave: the file is correct or absent, and the error says what happened.</summary>
public sealed class MisbehavingServerTests : IDisposable
{
    private static readonly byte[] s_content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789", 5000)));

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text/html", "<html>Please log in</html>")]
    [InlineData("application/xml", "<Error><Code>AccessDenied</Code></Error>")]
    [InlineData("application/json", "{\"errcode\":-1}")]
    public async Task A_page_with_200_is_not_saved_as_the_file(string contentType, string page) =>
        await AssertNothingArrives(
            "WxCloud.Transfer.NotTheFile",
            ScriptedReply.Of("200 OK", $"Content-Type: {contentType}\r\nContent-Length: {page.Length}", page));

    [Theory]
    [InlineData("Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: text/plain\r\nLast-Modified: Thu, 26 Nov 2026 04:00:00 GMT\r\n")]
    [InlineData("Content-Type: application/octet-stream\r\n")]
    [InlineData("")]
    public async Task A_text_without_the_headers_of_the_storage_is_not_saved_as_the_file(string headers)
    {
        const string Page = "Blocked by firewall.";
        await AssertNothingArrives("WxCloud.Transfer.NotTheFile", ScriptedReply.Of("200 OK", $"{headers}Content-Length: {Page.Length}", Page));
    }

    [Theory]
    [InlineData("page.html", "text/html")]
    [InlineData("data.json", "application/json")]
    public async Task A_reply_of_the_files_content_type_is_saved_only_with_the_headers_of_the_storage(string path, string contentType)
    {
        foreach (var sign in new[] { "", "ETag: \"x\"\r\n", "Last-Modified: Thu, 26 Nov 2026 04:00:00 GMT\r\n" })
        {
            await using var cloud = new ScriptedCloud(_ => ScriptedReply.Of("200 OK", $"Content-Type: {contentType}\r\n{sign}Content-Length: 4", "page"), path: path);
            var outcome = await cloud.DownloadAsync(_folder.At(sign.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)), Token, ScriptedCloud.FileIdOf(path));
            Assert.Equal(sign.Length == 0 ? "WxCloud.Transfer.NotTheFile" : null, outcome.Error?.ErrorId);
        }
    }

    [Fact]
    public async Task An_entity_tag_that_is_not_an_md5_is_not_compared()
    {
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of("200 OK", $"ETag: \"{new string('g', 32)}\"\r\nContent-Length: 4", "text"));
        Assert.Equal(WxVerification.Length, (await cloud.DownloadAsync(_folder.Path, Token)).Require().Verified);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("-1")]
    public async Task A_checksum_that_is_not_one_is_not_compared(string checksum)
    {
        await using var cloud = new ScriptedCloud(request => request.Method == "POST"
            ? ScriptedReply.Of("204 No Content", $"ETag: \"x\"\r\n{ReplyHeaders.CosCrc64}: {checksum}", "")
            : ScriptedReply.Of("200 OK", $"ETag: \"x\"\r\n{ReplyHeaders.CosCrc64}: {checksum}\r\nContent-Length: 4", "text"));
        Assert.Null((await cloud.UploadAsync(_folder.Write("a.txt"), Token)).Error);
        Assert.Equal(WxVerification.Length, (await cloud.DownloadAsync(_folder.At("down"), Token)).Require().Verified);
    }

    [Fact]
    public async Task A_checksum_is_compared_as_a_number()
    {
        await using var cloud = new ScriptedCloud(request => ScriptedReply.Of(
            "200 OK", $"ETag: \"x\"\r\n{ReplyHeaders.CosCrc64}: 00{Crc64.Compute("text"u8)}\r\nContent-Length: 4", "text"));
        Assert.Equal(WxVerification.Crc64, (await cloud.DownloadAsync(_folder.Path, Token)).Require().Verified);
    }

    [Fact]
    public async Task An_md5_in_an_entity_tag_without_quotes_is_compared()
    {
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of(
            "200 OK", $"ETag: 1cb251ec0d568de6a929b520c4aed8d1\r\nx-cos-request-id: N\r\nContent-Length: 4", "text"));
        Assert.Equal(WxVerification.Md5, (await cloud.DownloadAsync(_folder.Path, Token)).Require().Verified);
    }

    [Theory]
    [InlineData("ETag: W/\"a\"\r\n", "ETag: W/\"b\"\r\n", "2026")]
    [InlineData("ETag: a\r\n", "ETag: b\r\n", "2026")]
    [InlineData("", "", "2025")]
    public async Task A_file_that_was_replaced_within_a_second_is_not_mixed(string tag, string newTag, string year)
    {
        // The first server's clock shows the second of the write.
        var (first, second) = (new byte[3_000_000], new byte[3_000_000]);
        second.AsSpan().Fill(1);
        var tries = 0;
        await using var cloud = new ScriptedCloud(request =>
        {
            var common = $"x-cos-request-id: N\r\nLast-Modified: Wed, 26 Nov 2025 04:00:00 GMT\r\nDate: {(year == "2025" ? "Wed, 26 Nov 2025" : "Thu, 26 Nov 2026")} 04:00:00 GMT\r\n";
            if (Interlocked.Increment(ref tries) == 1)
            {
                return ScriptedReply.Of("200 OK", $"{common}{tag}Content-Length: {first.Length}", first[..2_500_000]);
            }

            return request.Headers.TryGetValue("Range", out var range)
                ? ScriptedReply.Of("206 Partial Content", $"{common}{newTag}Content-Range: {range.Replace('=', ' ')}/{second.Length}\r\nContent-Length: {second.Length - From(range)}", second[From(range)..])
                : ScriptedReply.Of("200 OK", $"{common}{newTag}Content-Length: {second.Length}", second);
        });
        var download = (await cloud.DownloadAsync(_folder.Path, Token)).Require();
        Assert.Equal(second, await File.ReadAllBytesAsync(download.LocalPath, Token));

        static int From(string range) => int.Parse(range.Split('=', '-')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_body_that_came_compressed_without_a_checksum_is_not_saved() =>
        await AssertNothingArrives("WxCloud.Transfer.Encoded", ScriptedReply.Of("200 OK", "Content-Encoding: gzip\r\nETag: \"x\"\r\nContent-Length: 4", "zipp"));

    [Fact]
    public async Task A_407_is_reported_as_the_refusal_of_a_proxy() =>
        await AssertNothingArrives("WxCloud.Transport.ProxyRefused", ScriptedReply.Of("407 Proxy Authentication Required", "Content-Length: 0", ""));

    [Fact]
    public async Task A_link_that_is_refused_is_renewed_once()
    {
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of("403 Forbidden", "Content-Length: 0", ""));
        Assert.Equal("WxCloud.Object.Refused", (await cloud.DownloadAsync(_folder.Path, Token)).Error?.ErrorId);
        Assert.Equal(2, cloud.ObjectRequests.Count());
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(40, 0)]
    public async Task A_link_that_expires_within_half_a_minute_is_renewed_before_it_is_used(int secondsLeft, int renewals)
    {
        var calls = 0;
        await using var cloud = new ScriptedCloud(
            static _ => ScriptedReply.Of("204 No Content", "", ""),
            api: _ =>
            {
                calls++;
                return ScriptedReply.Json($$"""{"errcode":0,"file_list":[{"fileid":"{{ScriptedCloud.FileId}}","download_url":"https://new.example/{{ScriptedCloud.FilePath}}?sign=2","status":0}]}""");
            });
        var fileId = FileId.Parse(ScriptedCloud.FileId);
        var first = new FileLink(fileId, new("https://old.example/?sign=1"), MaxAge: 600, TimeProvider.System.GetUtcNow().AddSeconds(secondsLeft), "ok");
        using var links = new LinkSource(new ServiceLinks(cloud.Engine.Storage), first, TimeProvider.System);
        Assert.Equal(renewals == 0 ? "old.example" : "new.example", await links.UseAsync(fileId, static link => Task.FromResult(link.Host), Token));
        Assert.Equal(renewals, calls);
    }

    [Theory]
    [InlineData("ETag: \"x\"")]
    [InlineData("x-cos-request-id: NWEx")]
    public async Task A_text_with_the_headers_of_the_storage_is_saved_as_the_file(string sign)
    {
        await using var cloud = new ScriptedCloud(_ => ScriptedReply.Of("200 OK", $"Content-Type: text/plain\r\n{sign}\r\nContent-Length: 4", "text"));
        Assert.Equal(WxVerification.Length, (await cloud.DownloadAsync(_folder.Path, Token)).Require().Verified);
    }

    [Theory]
    [InlineData("202 Accepted")]
    [InlineData("203 Non-Authoritative Information")]
    [InlineData("204 No Content")]
    [InlineData("299 Odd")]
    public async Task A_success_of_another_kind_is_not_saved_as_the_file(string status) =>
        await AssertNothingArrives(
            "WxCloud.Object.NotDelivered",
            ScriptedReply.Of(status, status.StartsWith("204", StringComparison.Ordinal) ? "ETag: \"x\"" : "ETag: \"x\"\r\nContent-Length: 4", status.StartsWith("204", StringComparison.Ordinal) ? "" : "text"));

    [Theory]
    [InlineData("Content-Range: bytes 10-19/50000\r\nContent-Length: 10")]
    [InlineData("Content-Range: bytes 0-9/10\r\nContent-Length: 10")]
    [InlineData("Content-Length: 10")]
    public async Task A_part_that_was_not_asked_for_is_not_saved(string headers) =>
        await AssertNothingArrives("WxCloud.Transfer.OtherRange", ScriptedReply.Of("206 Partial Content", "ETag: \"x\"\r\n" + headers, s_content[..10]));

    [Theory]
    [InlineData("text/plain\r\nX-Injected: 1")]
    [InlineData("text/plain\n")]
    [InlineData("\0")]
    public async Task A_content_type_with_a_line_end_is_not_sent(string contentType)
    {
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of("204 No Content", "ETag: \"x\"", ""));
        var path = _folder.Write("a.txt");
        var outcome = await cloud.Engine.Uploader
            .SendAsync(
                new[] { new Outcome<string, UploadItem>(path, new UploadItem(path, ScriptedCloud.FilePath, contentType)) }.ToAsyncEnumerable(),
                new() { EnvironmentId = "env" },
                meter: null,
                Token)
            .SingleAsync(Token);
        Assert.Equal(("WxCloud.Upload.ContentTypeInvalid", path), (outcome.Error?.ErrorId, outcome.Error?.Target));
        Assert.DoesNotContain("\n", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(cloud.ObjectRequests);
    }

    [Theory]
    [InlineData("HTTP/1.0", "")]
    [InlineData("HTTP/1.1", "Transfer-Encoding: chunked\r\n")]
    public async Task A_body_of_unknown_length_is_verified_by_its_checksum(string version, string framing)
    {
        byte[] Framed(byte[] body) => framing.Length == 0 ? body : [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
        ScriptedReply Reply(byte[] body) => new([.. Encoding.ASCII.GetBytes($"{version} 200 OK\r\n{framing}{Crc64Header()}\r\n\r\n"), .. Framed(body)]);
        await using var whole = new ScriptedCloud(_ => Reply(s_content));
        var received = (await whole.DownloadAsync(_folder.Path, Token)).Require();
        Assert.Equal((WxVerification.Crc64, (long)s_content.Length), (received.Verified, received.Length));
        File.Delete(received.LocalPath);

        await AssertNothingArrives("WxCloud.Transfer.ChecksumMismatch", Reply(s_content[..^1]));
    }

    [Fact]
    public async Task An_upload_that_a_proxy_answers_417_goes_without_Expect()
    {
        await using var cloud = new ScriptedCloud(static request => request.Headers.ContainsKey("Expect")
            ? ScriptedReply.Of("417 Expectation Failed", "Content-Length: 0", "")
            : ScriptedReply.Of("204 No Content", "ETag: \"x\"", ""));
        var large = _folder.WriteRandom("large.bin", 1024 * 1024);
        Assert.Null((await cloud.UploadAsync(large, Token)).Error);
        Assert.Null((await cloud.UploadAsync(large, Token)).Error);
        Assert.Equal([true, false, false], cloud.ObjectRequests.Select(static request => request.Headers.ContainsKey("Expect")));
    }

    [Fact]
    public async Task A_body_that_ends_early_is_not_saved() =>
        await AssertNothingArrives("WxCloud.Transport.Broken", ScriptedReply.Of("200 OK", $"ETag: \"x\"\r\nContent-Length: {s_content.Length + 1}", s_content));

    [Fact]
    public async Task A_body_that_only_looks_complete_is_not_saved() =>
        await AssertNothingArrives(
            "WxCloud.Transfer.ChecksumMismatch",
            ScriptedReply.Of("200 OK", $"Content-Length: {s_content.Length - 1}\r\n{Crc64Header()}", s_content[..^1]));

    [Fact]
    public async Task A_changed_byte_is_found_by_the_md5_of_the_entity_tag() =>
        await AssertNothingArrives(
            "WxCloud.Transfer.ChecksumMismatch",
            ScriptedReply.Of("200 OK", $"Content-Length: {s_content.Length}\r\nETag: \"d41d8cd98f00b204e9800998ecf8427e\"", s_content));

    [Fact]
    public async Task A_body_of_unknown_length_without_a_checksum_is_not_trusted() =>
        await AssertNothingArrives("WxCloud.Transfer.LengthUnknown", ScriptedReply.Of("200 OK", "ETag: \"x\"", s_content));

    [Fact]
    public async Task A_body_that_came_compressed_is_not_saved_as_if_it_were_plain()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(s_content, Token);
        }

        await AssertNothingArrives(
            "WxCloud.Transfer.Encoded",
            ScriptedReply.Of("200 OK", $"Content-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n{Crc64Header()}", packed.ToArray()));
    }

    [Fact]
    public async Task A_silent_server_ends_with_a_timeout()
    {
        var reply = ScriptedReply.Of("200 OK", $"Content-Length: {s_content.Length}\r\n{Crc64Header()}", s_content[..100]) with { ThenSilence = true };
        await using var cloud = new ScriptedCloud(_ => reply, timeout: TimeSpan.FromSeconds(5));
        var outcome = await cloud.DownloadAsync(_folder.Path, Token);
        Assert.Equal("WxCloud.Transport.Silence", outcome.Error?.ErrorId);
        AssertEmpty();
    }

    [Fact]
    public async Task A_redirect_is_followed_and_a_redirect_loop_is_an_error()
    {
        var served = ScriptedReply.Of("200 OK", $"Content-Length: {s_content.Length}\r\n{Crc64Header()}", s_content);
        await using var cloud = new ScriptedCloud(request => request.Target.Contains("moved", StringComparison.Ordinal)
            ? served
            : ScriptedReply.Of("302 Found", "Location: /objects/moved\r\nContent-Length: 0", ""));
        var outcome = await cloud.DownloadAsync(_folder.Path, Token);
        Assert.Equal(WxVerification.Crc64, outcome.Require().Verified);

        await using var circle = new ScriptedCloud(static _ => ScriptedReply.Of("302 Found", "Location: /objects/x\r\nContent-Length: 0", ""));
        Assert.Equal("WxCloud.Transport.TooManyRedirects", (await circle.DownloadAsync(_folder.At("other"), Token)).Error?.ErrorId);
    }

    [Fact]
    public async Task A_server_that_recovers_is_retried()
    {
        var tries = 0;
        await using var cloud = new ScriptedCloud(_ => Interlocked.Increment(ref tries) < 3
            ? ScriptedReply.Of("503 Slow Down", "Content-Length: 0", "")
            : ScriptedReply.Of("200 OK", $"Content-Length: {s_content.Length}\r\n{Crc64Header()}", s_content));
        var outcome = await cloud.DownloadAsync(_folder.Path, Token);
        Assert.Equal(s_content, await File.ReadAllBytesAsync(outcome.Require().LocalPath, Token));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Downloads_request_identity_encoding()
    {
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of("200 OK", $"Content-Length: {s_content.Length}\r\n{Crc64Header()}", s_content));
        await cloud.DownloadAsync(_folder.Path, Token);
        Assert.Equal("identity", Assert.Single(cloud.ObjectRequests).Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("200 OK", "Content-Length: 20\r\nContent-Type: text/html", "<html>welcome</html>", "WxCloud.Object.NotConfirmed")]
    [InlineData("200 OK", "Content-Length: 41\r\nETag: \"x\"", "<Error><Code>InvalidKey</Code></Error>   ", "WxCloud.Object.Refused")]
    [InlineData("302 Found", "Content-Length: 0\r\nLocation: /", "", "WxCloud.Object.Refused")]
    [InlineData("403 Forbidden", "Content-Length: 54", "<Error><Code>SignatureDoesNotMatch</Code></Error>     ", "WxCloud.Object.Refused")]
    [InlineData("204 No Content", "x-cos-hash-crc64ecma: 1", "", "WxCloud.Upload.DamagedStays")]
    public async Task An_upload_is_reported_only_when_the_storage_says_so(string status, string headers, string body, string errorId)
    {
        await using var cloud = new ScriptedCloud(_ => ScriptedReply.Of(status, headers, body));
        var outcome = await cloud.UploadAsync(_folder.Write("a.txt"), Token);
        Assert.Equal(errorId, outcome.Error?.ErrorId);
    }

    [Fact]
    public async Task Every_attempt_of_an_upload_sends_every_field_and_the_whole_file()
    {
        var tries = 0;
        await using var cloud = new ScriptedCloud(_ => Interlocked.Increment(ref tries) < 3
            ? ScriptedReply.Of("500 Internal Server Error", "Content-Length: 0", "")
            : ScriptedReply.Of("204 No Content", "ETag: \"x\"", ""));
        var outcome = await cloud.UploadAsync(_folder.Write("a.txt", "the whole file"), Token);
        Assert.Null(outcome.Error);
        Assert.Equal(3, cloud.ObjectRequests.Count());
        Assert.All(cloud.ObjectRequests, static request =>
        {
            Assert.Contains("name=\"x-cos-meta-fileid\"\r\n\r\nmeta+/=\r\n", request.Text, StringComparison.Ordinal);
            Assert.Contains("name=\"Signature\"\r\n\r\nq-sign-algorithm=sha1\r\n", request.Text, StringComparison.Ordinal);
            Assert.Contains("\r\n\r\nthe whole file\r\n--", request.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_form_is_framed_as_the_storage_reads_it()
    {
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Of("204 No Content", "ETag: \"x\"", ""));
        await cloud.UploadAsync(_folder.Write("a.txt", "content"), Token);
        var request = Assert.Single(cloud.ObjectRequests);
        var boundary = request.Headers["Content-Type"]["multipart/form-data; boundary=".Length..];
        Assert.DoesNotContain('"', boundary);
        string[] parts = ["key", "Signature", "x-cos-security-token", "x-cos-meta-fileid", "Content-Type", "file"];
        string[] values = ["dir/file.bin", "q-sign-algorithm=sha1", "session", "meta+/=", "application/octet-stream"];
        var expected = string.Concat(parts.Zip(values, (name, value) => $"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"))
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.bin\"\r\nContent-Type: application/octet-stream\r\n\r\ncontent\r\n--{boundary}--\r\n";
        Assert.Equal(expected, request.Text);
    }

    private static string Crc64Header() => $"{ReplyHeaders.CosCrc64}: {Crc64.Compute(s_content)}";

    private async Task AssertNothingArrives(string errorId, ScriptedReply reply)
    {
        await using var cloud = new ScriptedCloud(_ => reply);
        var outcome = await cloud.DownloadAsync(_folder.Path, Token);
        Assert.Equal((errorId, ScriptedCloud.FileId), (outcome.Error?.ErrorId, outcome.Item));
        AssertEmpty();
    }

    private void AssertEmpty() => Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }));
}
