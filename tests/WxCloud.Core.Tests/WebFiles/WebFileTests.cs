using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Foreign;
using WxCloud.Core.Tests.Support;
using WxCloud.WebFiles;
using Xunit;

namespace WxCloud.Core.Tests.WebFiles;

/// <summary><c>wx.uploadFile</c> and <c>wx.downloadFile</c> against servers of any kind.</summary>
public sealed class WebFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebFileClient _client = new(TimeSpan.FromHours(1), new AcceleratedTime());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("200 OK", 200)]
    [InlineData("404 Not Found", 404)]
    [InlineData("500 Internal Server Error", 500)]
    [InlineData("302 Found", 302)]
    public async Task Any_reply_to_an_upload_is_a_result(string status, int code)
    {
        await using var server = new ScriptedServer(_ => ScriptedReply.Of(status, "Content-Length: 7\r\nX-Test: yes\r\nLocation: /", "\uFEFF你a"));
        var response = await _client.SendAsync(Upload(server.Endpoint, "a.txt"), progress: null, Token);
        Assert.Equal((code, "你a", "yes"), (response.StatusCode, response.Data, response.Header["x-test"]));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("X-Custom", "on\r\nX-Smuggled: yes")]
    [InlineData("X-Custom", "on\nX-Smuggled: yes")]
    [InlineData("X-Custom\r\nX-Smuggled", "yes")]
    public async Task A_header_with_a_line_break_is_refused_before_anything_is_sent(string name, string value)
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Of("200 OK", "Content-Length: 0", ""));
        var upload = Upload(server.Endpoint, "a.txt") with { Header = [new(name, value)] };
        var error = await Assert.ThrowsAsync<WxCloudException>(() => _client.SendAsync(upload, progress: null, Token));
        Assert.Equal("WxCloud.Web.HeaderBreaksLine", error.ErrorId);
        await Assert.ThrowsAsync<WxCloudException>(() => _client.ReceiveAsync(new() { Uri = server.Endpoint, Header = upload.Header }, meter: null, Token));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_public_form_parser_reads_fields_before_the_file()
    {
        var (node, modules) = await NodeModules.FindAsync(Token);
        using var process = Process.Start(new ProcessStartInfo(node, [Path.Combine(AppContext.BaseDirectory, "foreign", "form-server.js")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["NODE_PATH"] = modules },
        })!;
        try
        {
            var endpoint = new Uri($"http://127.0.0.1:{await process.StandardOutput.ReadLineAsync(Token)}/");
            var upload = Upload(endpoint, "图 片\"1\".png", length: 3_000_000) with
            {
                FormData = [new("字段", "值\r\n第二行"), new("empty", "")],
                Header = [new("X-Custom", "on")],
            };
            var response = await _client.SendAsync(upload, progress: null, Token);
            Assert.Equal(201, response.StatusCode);
            var seen = JsonDocument.Parse(response.Data).RootElement;
            Assert.Equal("""[["字段","值\r\n第二行"],["empty",""]]""", seen.GetProperty("fields").ToString());
            Assert.Equal("on", seen.GetProperty("headers").GetProperty("x-custom").GetString());
            var file = seen.GetProperty("file");
            Assert.Equal(("file", 3_000_000, 2, "image/png"), (Text("name"), file.GetProperty("length").GetInt32(), file.GetProperty("fieldsBefore").GetInt32(), Text("mimeType")));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(upload.LocalPath, Token))), Text("hash"));

            string? Text(string name) => file.GetProperty(name).GetString();
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Referer_cannot_be_set()
    {
        var upload = Upload(new("http://127.0.0.1:1/"), "a.txt") with { Header = [new("referer", "x")] };
        var error = await Assert.ThrowsAsync<WxCloudException>(() => _client.SendAsync(upload, progress: null, Token));
        Assert.Equal("WxCloud.Web.HeaderNotAllowed", error.ErrorId);
    }

    [Fact]
    public async Task Plain_http_to_another_computer_is_refused() =>
        Assert.Equal(
            "WxCloud.Connection.PlainHttpRefused",
            (await Assert.ThrowsAsync<WxCloudException>(() => _client.SendAsync(Upload(new("http://example.com/"), "a.txt"), progress: null, Token))).ErrorId);

    [Fact]
    public async Task A_download_is_saved_under_its_name_or_a_temporary_one()
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Of("200 OK", "Content-Length: 5", "hello"));
        var named = await _client.ReceiveAsync(new() { Uri = server.Endpoint, OutFile = _folder.At("x/y.txt") }, meter: null, Token);
        Assert.Equal((200, 5, _folder.At("x/y.txt")), (named.StatusCode, named.Length, named.FilePath));
        Assert.Equal("hello", await File.ReadAllTextAsync(named.FilePath, Token));

        var temporary = await _client.ReceiveAsync(new() { Uri = new(server.Endpoint, "a/b.png") }, meter: null, Token);
        Assert.EndsWith(".png", temporary.FilePath, StringComparison.Ordinal);
        File.Delete(temporary.FilePath);
    }

    [Fact]
    public async Task An_error_is_saved_only_when_asked_for()
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Of("404 Not Found", "Content-Length: 4", "gone"));
        var download = new WebDownload { Uri = server.Endpoint, OutFile = _folder.At("a.txt") };
        var error = await Assert.ThrowsAsync<WxCloudException>(() => _client.ReceiveAsync(download, meter: null, Token));
        Assert.Equal(404, error.HttpStatus);
        Assert.Empty(Directory.GetFiles(_folder.Path));

        var saved = await _client.ReceiveAsync(download with { SkipHttpErrorCheck = true }, meter: null, Token);
        Assert.Equal((404, "gone"), (saved.StatusCode, await File.ReadAllTextAsync(saved.FilePath, Token)));
    }

    [Fact]
    public async Task A_pipe_is_refused_as_a_target_and_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in the file system.");
        Assert.Equal(0, (await Programs.RunAsync("mkfifo", [_folder.At("pipe")], Token)).ExitCode);
        await using var server = new ScriptedServer(static _ => ScriptedReply.Of("200 OK", "Content-Length: 2", "ok"));
        var download = new WebDownload { Uri = server.Endpoint, OutFile = _folder.At("pipe") };
        var error = await Assert.ThrowsAsync<WxCloudException>(() => _client.ReceiveAsync(download, meter: null, Token).WaitAsync(TimeSpan.FromMinutes(1), Token));
        Assert.Equal("WxCloud.Target.NotOrdinary", error.ErrorId);
        Assert.Equal([_folder.At("pipe")], Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Fact]
    public async Task A_body_that_came_compressed_is_not_saved()
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Of("200 OK", "Content-Encoding: br\r\nContent-Length: 2", "ok"));
        var error = await Assert.ThrowsAsync<WxCloudException>(() => _client.ReceiveAsync(new() { Uri = server.Endpoint, OutFile = _folder.At("a") }, meter: null, Token));
        Assert.Equal("WxCloud.Transfer.Encoded", error.ErrorId);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_failed_download_keeps_the_existing_file()
    {
        var path = _folder.Write("a.txt", "before");
        await using var server = new ScriptedServer(static _ => ScriptedReply.Of("200 OK", "Content-Length: 50", "half"));
        await Assert.ThrowsAsync<WxCloudException>(() => _client.ReceiveAsync(new() { Uri = server.Endpoint, OutFile = path }, meter: null, Token));
        Assert.Equal("before", await File.ReadAllTextAsync(path, Token));
        Assert.Equal([path], Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Fact]
    public async Task Headers_of_the_user_are_not_sent_to_another_host_after_a_redirect()
    {
        await using var other = new ScriptedServer(static _ => ScriptedReply.Of("200 OK", "Content-Length: 2", "ok"));
        await using var server = new ScriptedServer(_ => ScriptedReply.Of("302 Found", $"Location: {other.Endpoint}\r\nContent-Length: 0", ""));
        await _client.ReceiveAsync(new() { Uri = server.Endpoint, OutFile = _folder.At("a"), Header = [new("Authorization", "Bearer secret")] }, meter: null, Token);
        Assert.Equal("Bearer secret", Assert.Single(server.Requests).Headers["Authorization"]);
        Assert.DoesNotContain("Authorization", Assert.Single(other.Requests).Headers.Keys);
    }

    private WebUpload Upload(Uri uri, string name, int length = 10) => new() { Uri = uri, LocalPath = _folder.WriteRandom(name, length), Name = "file" };
}
