using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Functions;

public sealed class FunctionLogTests
{
    [Fact]
    public async Task The_stream_sends_the_calls_that_end_after_its_start()
    {
        using var project = new FunctionProject().Add("f", "exports.main = event => console.log(event.n);");
        await using var emulator = await project.StartAsync();
        await emulator.InvokeAsync("f", """{"n":1}""");
        using HttpRequestMessage request = new(HttpMethod.Get, "_emulator/functions/logs/stream");
        using var reply = await emulator.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestEmulator.Cancellation);
        using StreamReader reader = new(await reply.Content.ReadAsStreamAsync(TestEmulator.Cancellation));
        Assert.Equal(": ready", await reader.ReadLineAsync(TestEmulator.Cancellation));

        await emulator.InvokeAsync("f", """{"n":2}""");
        await emulator.InvokeAsync("f", """{"n":3}""");

        List<string> said = [];
        List<string> ids = [];
        while (said.Count < 2)
        {
            var line = await reader.ReadLineAsync(TestEmulator.Cancellation);
            if (line!.StartsWith("id: ", StringComparison.Ordinal))
            {
                ids.Add(line["id: ".Length..]);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var calls = JsonDocument.Parse(line["data: ".Length..]);
                said.AddRange(calls.RootElement.EnumerateArray().Select(call => call.GetProperty("output")[0].Text("text")));
            }
        }

        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["2", "3"], said);
        Assert.Equal("3", ids[^1]);
    }

    [Fact]
    public async Task A_log_has_the_output_and_the_outcome_of_the_call()
    {
        const string Index = """
            exports.main = async event => {
              console.log('first', { a: 1 });
              console.error('{"id":1,"type":"done","value":"\\"forged\\""}');
              process.stdout.write('第二 without end');
              if (event.fail) throw new RangeError('no luck');
              return 'result';
            };
            """;
        using var project = new FunctionProject().Add("f", Index).Add("g", Index);
        await using var emulator = await project.StartAsync();

        Assert.Equal("\"result\"", (await emulator.InvokeAsync("f", "{}", "&openid=o1")).Text("resp_data"));
        Assert.Equal(-504002, (await emulator.InvokeAsync("f", """{"fail":true}""")).Errcode());
        await emulator.InvokeAsync("g");

        var logs = await emulator.LogsAsync("f", 2);
        Assert.Equal(2, logs.Length);
        Assert.Equal(("ok", "o1", "wx_client"), (logs[0].Text("status"), logs[0].Text("openId"), logs[0].Text("source")));
        Assert.Equal(
            ["stderr {\"id\":1,\"type\":\"done\",\"value\":\"\\\"forged\\\"\"}", "stdout first { a: 1 }", "stdout 第二 without end"],
            logs[0].GetProperty("output").EnumerateArray().Select(line => $"{line.Text("stream")} {line.Text("text")}").Order(StringComparer.Ordinal));
        Assert.True(logs[0].GetProperty("isColdStart").GetBoolean());
        Assert.InRange(logs[0].GetProperty("durationMs").GetDouble(), 0.001, 60_000);
        Assert.InRange(logs[0].Number("memoryBytes"), 1_000_000, 1_000_000_000);
        Assert.Equal("error", logs[1].Text("status"));
        Assert.False(logs[1].GetProperty("isColdStart").GetBoolean());
        Assert.Equal("no luck", logs[1].GetProperty("error").Text("message"));
        Assert.StartsWith("RangeError: no luck\n    at exports.main", logs[1].GetProperty("error").Text("stack"), StringComparison.Ordinal);
        Assert.Equal("g", Assert.Single((await emulator.GetJsonAsync("_emulator/functions/logs?limit=1")).GetProperty("logs").EnumerateArray()).Text("function"));
    }

    [Fact]
    public async Task Excessive_output_is_truncated_and_the_result_is_complete()
    {
        const string Index = """
            exports.main = async () => {
              for (let i = 0; i < 2000; i++) console.log('x'.repeat(1000));
              process.stdout.write('y'.repeat(3000000));
              return 'z'.repeat(1000000);
            };
            """;
        using var project = new FunctionProject().Add("flood", Index, """{"timeout":60}""");
        await using var emulator = await project.StartAsync();

        Assert.Equal(1_000_002, (await emulator.InvokeAsync("flood")).Text("resp_data").Length);

        var log = Assert.Single(await emulator.LogsAsync("flood"));
        var kept = log.GetProperty("output").EnumerateArray().Sum(line => line.Text("text").Length);
        Assert.Equal(5_000_000, kept + log.Number("omittedCharacters"));
        Assert.InRange(kept, 200_000, 262_144);
    }

    [Fact]
    public async Task A_reset_removes_logs_and_processes()
    {
        using var project = new FunctionProject().Add("f", "exports.main = () => process.pid;");
        await using var emulator = await project.StartAsync();
        var pid = (await emulator.ResultAsync("f")).GetInt32();

        await emulator.PostJsonAsync("_emulator/reset", "{}");

        Assert.Equal(0, (await emulator.GetJsonAsync("_emulator/functions/logs")).GetProperty("logs").GetArrayLength());
        await ProcessState.WaitUntilEndedAsync(pid);
    }
}
