using System;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using WxCloud.Tests.Shared;
using Xunit;

namespace WxCloud.Emulator.Tests;

public sealed class ProgramTests
{
    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    public async Task A_signal_ends_the_program_with_0(string signal)
    {
        Signals.SkipWhereIgnored(signal);
        using var program = await EmulatorProcess.StartAsync("--port", "0", "--in-memory");

        Assert.Equal("""{"status":"ok"}""", await program.Client.GetStringAsync("_emulator/health", TestEmulator.Cancellation));
        Assert.Equal(0, await program.EndBySignalAsync(signal));
    }

    [Fact]
    public async Task Options_have_their_effect()
    {
        using var program = await EmulatorProcess.StartAsync(
            "--port", "0", "--in-memory", "--environment", "first-env", "--environment", "other-env", "--base-path", "@shared/", "--public-read", "--host", "storage.example");
        program.Client.DefaultRequestHeaders.Host = "storage.example";
        var token = await program.TokenAsync();

        var reply = await program.PostJsonAsync($"tcb/uploadfile?access_token={token}", """{"env":"other-env","path":"a b"}""");

        Assert.Equal("http://storage.example/6f74-other-env-1250000000/%40shared/a%20b", reply.Text("url"));
        Assert.Equal("cloud://other-env.6f74-other-env-1250000000/a b", reply.Text("file_id"));
    }

    [Fact]
    public async Task A_port_in_use_ends_the_program_with_1()
    {
        await using var emulator = await TestEmulator.StartAsync();

        (int exitCode, string output, string error) = await EmulatorProcess.RunAsync(
            "--in-memory", "--port", emulator.Endpoint.Port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("in use", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prot", "1")]
    [InlineData("--port")]
    [InlineData("--port", "65536")]
    [InlineData("--address", "localhost")]
    [InlineData("--in-memory", "--data-path", "x")]
    [InlineData("--in-memory", "--port", "0", "--environment", "X")]
    public async Task Wrong_usage_ends_the_program_with_2(params string[] arguments)
    {
        (int exitCode, string output, string error) = await EmulatorProcess.RunAsync(arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.NotEqual("", error);
    }

    [Fact]
    public async Task Help_exits_with_0()
    {
        (int exitCode, string output, _) = await EmulatorProcess.RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("--data-path", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_after_a_kill_during_an_upload_has_the_complete_files_only()
    {
        using var folder = new TemporaryFolder();
        using (var first = await EmulatorProcess.StartAsync("--port", "0", "--data-path", folder.Path))
        {
            var whole = await first.TicketAsync("whole.txt");
            using var form = Form.Of(whole, "hello"u8.ToArray()).ToContent();
            using var reply = await first.Client.PostAsync(whole.Url, form, TestEmulator.Cancellation);
            Assert.Equal(204, (int)reply.StatusCode);

            var half = await first.TicketAsync("half.txt");
            var body = Form.Of(half, new byte[8_000_000]).ToArray();
            using var client = new TcpClient();
            await client.ConnectAsync(first.Client.BaseAddress!.Host, first.Client.BaseAddress.Port, TestEmulator.Cancellation);
            await client.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {new Uri(half.Url).PathAndQuery} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=wxcloud-boundary\r\n"
                    + $"Content-Length: {body.Length}\r\n\r\n"),
                TestEmulator.Cancellation);
            await client.GetStream().WriteAsync(body.AsMemory(0, body.Length - 1), TestEmulator.Cancellation);
            while (CountFiles(folder.Combine("blobs")) < 2)
            {
                // Until the program has begun to write.
                await Task.Yield();
                TestEmulator.Cancellation.ThrowIfCancellationRequested();
            }

            first.Kill();
        }

        using var second = await EmulatorProcess.StartAsync("--port", "0", "--data-path", folder.Path);
        var json = """{"env":"local-env","file_list":[{"fileid":"cloud://local-env.6c6f-local-env-1250000000/whole.txt","max_age":60},{"fileid":"cloud://local-env.6c6f-local-env-1250000000/half.txt","max_age":60}]}""";
        var list = (await second.PostJsonAsync($"tcb/batchdownloadfile?access_token={await second.TokenAsync()}", json)).GetProperty("file_list");

        Assert.Equal((0, 1), (list[0].Number("status"), list[1].Number("status")));
        Assert.Equal("hello", await second.Client.GetStringAsync(list[0].Text("download_url"), TestEmulator.Cancellation));
        Assert.Equal(1, CountFiles(folder.Combine("blobs")));
    }

    private static int CountFiles(string folder) => System.IO.Directory.GetFiles(folder).Length;
}
