using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Functions;

public sealed class FunctionCallTests
{
    private const string Identity = """
        exports.main = async (event, context) => ({
          event, pid: process.pid, openid: process.env.WX_OPENID || null, unionid: process.env.WX_UNIONID || null, source: process.env.TCB_SOURCE,
          env: process.env.TCB_ENV, limit: context.time_limit_in_ms, memory: context.memory_limit_in_mb, name: context.function_name,
        });
        """;

    [Fact]
    public async Task A_function_gets_its_event_and_its_return_value_is_the_reply()
    {
        using var project = new FunctionProject().Add("identity", Identity, """{"timeout":20,"memorySize":512}""");
        await using var emulator = await project.StartAsync();

        var result = await emulator.ResultAsync("identity", """{"text":"中文 \u2028 </script>","n":1.50}""");

        Assert.Equal("中文 \u2028 </script>", result.GetProperty("event").Text("text"));
        Assert.False(result.GetProperty("event").TryGetProperty("userInfo", out _));
        Assert.Equal(("wx_http", "local-env", "identity"), (result.Text("source"), result.Text("env"), result.Text("name")));
        Assert.Equal((20_000, 512), (result.Number("limit"), result.Number("memory")));
    }

    [Theory]
    [InlineData(null, 3000)]
    [InlineData("""{ "permissions": { "openapi": [] }, /* as the tools allow */ "timeout": 20, }""", 20_000)]
    public async Task The_context_names_the_time_limit(string? config, int milliseconds)
    {
        using var project = new FunctionProject().Add("identity", Identity, config);
        await using var emulator = await project.StartAsync();

        Assert.Equal(milliseconds, (await emulator.ResultAsync("identity")).Number("limit"));
    }

    [Fact]
    public async Task More_calls_than_processes_wait_for_each_other()
    {
        const string Slow = "exports.main = async () => { await new Promise(resolve => setTimeout(resolve, 20)); return process.pid; };";
        using var project = new FunctionProject().Add("slow", Slow);
        await using var emulator = await project.StartAsync();
        await emulator.ResultAsync("slow");

        var pids = await Task.WhenAll(Enumerable.Range(0, 25).Select(async _ => (await emulator.ResultAsync("slow")).GetInt32()));

        Assert.InRange(pids.Distinct().Count(), 1, 10);
    }

    [Fact]
    public async Task An_openid_plays_a_user_for_one_call()
    {
        using var project = new FunctionProject().Add("identity", Identity);
        await using var emulator = await project.StartAsync();

        var user = await emulator.ResultAsync("identity", """{"userInfo":"forged"}""", "&openid=o1&unionid=u1");
        var other = await emulator.ResultAsync("identity");

        Assert.Equal(("o1", "u1", "wx_client"), (user.Text("openid"), user.Text("unionid"), user.Text("source")));
        Assert.Equal("""{"appId":"wx0000000000000001","openId":"o1"}""", user.GetProperty("event").GetProperty("userInfo").GetRawText());
        Assert.Equal(user.Number("pid"), other.Number("pid"));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (other.GetProperty("openid").ValueKind, other.GetProperty("unionid").ValueKind));
    }

    [Fact]
    public async Task Calls_at_once_run_in_processes_of_their_own()
    {
        const string Meeting = """
            const fs = require('fs');
            exports.main = async ({ folder, count }) => {
              fs.writeFileSync(`${folder}/${process.env.WX_OPENID}`, '');
              while (fs.readdirSync(folder).length < count) await new Promise(resolve => setTimeout(resolve, 10));
              return { pid: process.pid, openid: process.env.WX_OPENID };
            };
            """;
        using var project = new FunctionProject().Add("meeting", Meeting, """{"timeout":120}""");
        using TemporaryFolder place = new();
        await using var emulator = await project.StartAsync();
        await emulator.StableTokenAsync();

        var json = JsonSerializer.Serialize(new { folder = place.Path, count = 3 });
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => emulator.ResultAsync("meeting", json, $"&openid=o{i}")));

        Assert.Equal(["o0", "o1", "o2"], results.Select(result => result.Text("openid")));
        Assert.Equal(3, results.Select(result => result.Number("pid")).Distinct().Count());
    }

    [Fact]
    public async Task A_changed_file_takes_effect_with_the_next_call()
    {
        using var project = new FunctionProject().Add("version", "exports.main = () => require('./lib/number');");
        Directory.CreateDirectory(Path.Combine(project.Path, "version", "lib"));
        var file = Path.Combine(project.Path, "version", "lib", "number.js");
        await File.WriteAllTextAsync(file, "module.exports = 1;", TestEmulator.Cancellation);
        await using var emulator = await project.StartAsync();
        Assert.Equal(1, (await emulator.ResultAsync("version")).GetInt32());

        await File.WriteAllTextAsync(file, "module.exports = 22;", TestEmulator.Cancellation);

        Assert.Equal(22, (await emulator.ResultAsync("version")).GetInt32());
    }

    [Theory]
    [InlineData("return JSON.stringify({ a: 1 });", "\"{\\\"a\\\":1}\"")]
    [InlineData("return 'text';", "\"text\"")]
    [InlineData("return undefined;", "null")]
    [InlineData("return () => 1;", "null")]
    [InlineData("return Buffer.from('a');", """{"type":"Buffer","data":[97]}""")]
    [InlineData("callback(null, 5);", "5")]
    public async Task Return_values_become_JSON_text(string body, string text)
    {
        using var project = new FunctionProject().Add("f", $"exports.main = async (event, context, callback) => {{ {body} }};");
        await using var emulator = await project.StartAsync();

        Assert.Equal(text, (await emulator.InvokeAsync("f")).Text("resp_data"));
    }

    [Fact]
    public async Task An_ES_module_runs()
    {
        using var project = new FunctionProject().Add("esm", "export const main = async event => event.a + 1;");
        await File.WriteAllTextAsync(Path.Combine(project.Path, "esm", "package.json"), """{"type":"module"}""", TestEmulator.Cancellation);
        await using var emulator = await project.StartAsync();

        Assert.Equal(2, (await emulator.ResultAsync("esm", """{"a":1}""")).GetInt32());
    }

    [Fact]
    public async Task The_folder_of_a_project_leads_to_its_functions()
    {
        using var project = new FunctionProject().Add("cloud/hello", "exports.main = () => 'hello';");
        await File.WriteAllTextAsync(Path.Combine(project.Path, "project.config.json"), """{"cloudfunctionRoot":"cloud/"}""", TestEmulator.Cancellation);
        await using var emulator = await project.StartAsync();

        Assert.Equal("hello", (await emulator.ResultAsync("hello")).GetString());
    }

    [Fact]
    public async Task Environment_name_and_event_may_be_in_the_body()
    {
        using var project = new FunctionProject().Add("identity", Identity);
        await using var emulator = await project.StartAsync();

        var reply = await emulator.CallAsync("tcb/invokecloudfunction", """{"env":"local-env","name":"identity","req_data":"{\"a\":1}"}""");

        using var result = JsonDocument.Parse(reply.Text("resp_data"));
        Assert.Equal("""{"a":1}""", result.RootElement.GetProperty("event").GetRawText());
    }

    [Fact]
    public async Task Other_programs_call_it_through_admin()
    {
        using var project = new FunctionProject().Add("identity", Identity).Add("bad", "exports.main = () => { throw new Error('no luck'); };");
        await using var emulator = await project.StartAsync();

        var reply = await AdminAsync(emulator, """{"action":"functions.invokeFunction","function_name":"identity","request_data":"{\"a\":1}"}""");
        var failure = await AdminAsync(emulator, """{"action":"functions.invokeFunction","function_name":"bad","request_data":""}""");
        var unknown = await AdminAsync(emulator, """{"action":"functions.invokeFunction","function_name":"none"}""");

        using var result = JsonDocument.Parse(reply.GetProperty("data").Text("response_data"));
        Assert.Equal(1, result.RootElement.GetProperty("event").Number("a"));
        Assert.Equal("wx_devtools,scf", result.RootElement.Text("source"));
        Assert.Equal(("FUNCTIONS_EXECUTE_FAIL", "no luck"), (failure.Text("code"), failure.Text("message")));
        Assert.Contains("FunctionName parameter could not be found", unknown.Text("message"), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AdminAsync(TestEmulator emulator, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "admin") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", EmulatorCredentials.SecretKey);
        request.Headers.Add("X-TCB-Source", "wx_devtools,scf");
        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
        return document.RootElement.Clone();
    }
}
