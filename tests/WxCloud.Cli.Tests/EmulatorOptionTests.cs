using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests;

/// <summary>The options of <c>wxcloud emulator</c> that are those of the emulator's own program, each by its effect.</summary>
public sealed class EmulatorOptionTests : CommandLineTest
{
    [Theory]
    [InlineData("", "http://storage.example/6f74-other-env-1250000000/%40shared/a%20b", 1)]
    [InlineData("--raw-links", "http://storage.example/6f74-other-env-1250000000/@shared/a b", 1)]
    [InlineData("--cloud-path-forms", "http://storage.example/6f74-other-env-1250000000/%40shared/a%20b", 2)]
    public async Task Environments_base_path_host_forms_and_tokens(string option, string url, int posts)
    {
        using var emulator = await StartAsync(
            ["--environment", "first-env", "--environment", "other-env", "--base-path", "@shared/", "--host", "storage.example", "--open-api-service", .. option.Length > 0 ? (string[])[option] : []]);

        // A form that names the key is refused where forms name the cloud path, and sent again.
        Folder.Write("a.txt");
        Assert.Equal(0, (await new CommandLineProgram(emulator.Client.BaseAddress!, Folder.Path).RunAsync("upload", "a.txt", "--env", "other-env", "--no-token-cache")).ExitCode);
        var counts = await emulator.Client.GetFromJsonAsync<JsonElement>("_emulator/requests", Token);
        Assert.Equal(posts, counts.GetProperty("routes").GetProperty("object:POST").GetInt32());
        emulator.Client.DefaultRequestHeaders.Host = "storage.example";
        var reply = await emulator.PostAsync("tcb/uploadfile", new { env = "other-env", path = "a b" });
        Assert.Equal(url, reply.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Faults_and_public_links()
    {
        Folder.Write("rules.json", """{"rules":[{"route":"cgi-bin/token","kind":"status","value":418}]}""");
        using var emulator = await StartAsync(["--public-read", "--open-api-service", "--faults", "rules.json"]);
        using var token = await emulator.Client.GetAsync(new Uri("cgi-bin/token", UriKind.Relative), Token);
        Assert.Equal(418, (int)token.StatusCode);
        Folder.Write("a.txt");
        Assert.Equal(0, (await new CommandLineProgram(emulator.Client.BaseAddress!, Folder.Path).RunAsync("upload", "a.txt", "--no-token-cache")).ExitCode);
        var links = await emulator.PostAsync("tcb/batchdownloadfile", new { env = "local-env", file_list = new[] { new { fileid = CloudEmulator.FileId("a.txt"), max_age = 60 } } });
        Assert.DoesNotContain('?', links.GetProperty("file_list")[0].GetProperty("download_url").GetString()!);
    }

    [Fact]
    public async Task Address()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has more than one loopback address from the start.");
        using var emulator = await StartAsync(["--address", "127.0.0.2"]);
        Assert.Equal("127.0.0.2", emulator.Client.BaseAddress!.Host);
        Assert.Equal("""{"status":"ok"}""", await emulator.Client.GetStringAsync(new Uri("_emulator/health", UriKind.Relative), Token));
    }

    private async Task<RunningProgram> StartAsync(string[] options)
    {
        var process = new Process
        {
            StartInfo = new(CommandLineProgram.FileName, [.. CommandLineProgram.FirstArguments, "emulator", "--port", "0", "--in-memory", .. options])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                WorkingDirectory = Folder.Path,
            },
        };
        process.StartInfo.Environment["LANG"] = "en_US.UTF-8";
        process.Start();
        var line = await process.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("The emulator did not start.");
        return new(process, new(line.Split(' ').Single(static word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(',')));
    }

    private sealed class RunningProgram(Process process, Uri address) : IDisposable
    {
        public HttpClient Client { get; } = new() { BaseAddress = address };

        public async Task<JsonElement> PostAsync(string call, object body)
        {
            using var reply = await Client.PostAsJsonAsync(call, body, Token);
            return await reply.Content.ReadFromJsonAsync<JsonElement>(Token);
        }

        public void Dispose()
        {
            Client.Dispose();
            process.Kill();
            process.Dispose();
        }
    }
}
