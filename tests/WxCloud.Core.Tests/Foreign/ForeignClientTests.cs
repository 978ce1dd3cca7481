using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Foreign;

/// <summary>Public clients against our emulator: they were not written by us, so they judge.</summary>
public sealed class ForeignClientTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunningEmulator _emulator = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _emulator = await RunningEmulator.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Curl_posts_the_form_and_fetches_the_link()
    {
        var curl = Programs.Find("curl");
        Assert.SkipWhen(curl is null, "curl is not installed.");

        using var client = new HttpClient { BaseAddress = _emulator.Endpoint };
        var token = (await PostAsync(client, "cgi-bin/stable_token", new { grant_type = "client_credential", appid = "wx0000000000000001", secret = "emulator-secret" }))
            .GetProperty("access_token").GetString();
        var ticket = await PostAsync(client, "tcb/uploadfile?access_token=" + token, new { env = "local-env", path = "curl/中文 a+b.bin" });
        var path = _folder.WriteRandom("upload.bin", 2_000_000);
        string Field(string name, string property) => $"{name}={ticket.GetProperty(property).GetString()}";
        var upload = await Programs.RunAsync(
            curl,
            [
                "-sS", "-o", "-", "-w", "%{http_code}", ticket.GetProperty("url").GetString()!,
                "--form-string", "key=curl/中文 a+b.bin",
                "--form-string", Field("Signature", "authorization"),
                "--form-string", Field("x-cos-security-token", "token"),
                "--form-string", Field("x-cos-meta-fileid", "cos_file_id"),
                "-F", $"file=@{path}",
            ],
            Token);
        Assert.Equal((0, "204"), (upload.ExitCode, upload.Output));

        var links = await PostAsync(client, "tcb/batchdownloadfile?access_token=" + token, new
        {
            env = "local-env",
            file_list = new[] { new { fileid = ticket.GetProperty("file_id").GetString(), max_age = 60 } },
        });
        var copy = _folder.At("copy.bin");
        var download = await Programs.RunAsync(curl, ["-sSf", "-o", copy, links.GetProperty("file_list")[0].GetProperty("download_url").GetString()!], Token);
        Assert.Equal(0, download.ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(path, Token), await File.ReadAllBytesAsync(copy, Token));
    }

    [Theory]
    [InlineData("cos-sdk.js")]
    [InlineData("tcb-admin.js")]
    public async Task A_public_Node_client_works_as_it_does_with_the_service(string script)
    {
        var (node, modules) = await NodeModules.FindAsync(Token);
        var result = await Programs.RunAsync(
            node,
            [Path.Combine(AppContext.BaseDirectory, "foreign", script), _emulator.Endpoint.AbsoluteUri.TrimEnd('/')],
            Token,
            new System.Collections.Generic.Dictionary<string, string?> { ["NODE_PATH"] = modules });
        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        Assert.Equal("ok", result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var reply = await client.PostAsJsonAsync(path, body, Token);
        return await reply.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
