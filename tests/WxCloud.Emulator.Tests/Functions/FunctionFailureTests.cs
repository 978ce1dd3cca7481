using System;
using System.IO;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Functions;

public sealed class FunctionFailureTests
{
    [Theory]
    [InlineData("exports.main = () => { throw new TypeError('bad thing'); };", -504002, "bad thing")]
    [InlineData("exports.main = async () => { throw 'a text'; };", -504002, "a text")]
    [InlineData("exports.main = async () => { throw { errCode: 5, errMsg: 'own words' }; };", -504002, "own words")]
    [InlineData("exports.main = (e, c, callback) => callback(new Error('by callback'));", -504002, "by callback")]
    [InlineData("exports.main = () => { const a = {}; a.a = a; return a; };", -504002, "the function returned something that is no JSON")]
    [InlineData("exports.main = () => 1n;", -504002, "the function returned something that is no JSON")]
    [InlineData("exports.main = () => process.exit(7);", -504002, "the process of the function 'f' ended before the function did: exit code 7")]
    [InlineData("exports.main = () => new Promise(() => setTimeout(() => { throw new Error('from a timer'); }, 1));", -504002, "from a timer")]
    [InlineData("exports.main = () => new Promise(() => { Promise.reject(new Error('unhandled')); });", -504002, "unhandled")]
    [InlineData("exports.main = () => {", -504002, "Unexpected end of input")]
    [InlineData("require('no-such-package');", -504002, "Cannot find module 'no-such-package' (is 'npm install' to be run in")]
    [InlineData("exports.handler = () => 1;", -504002, "index.js exports no function \"main\"")]
    public async Task A_function_that_fails_returns_its_error_and_stack(string index, int errcode, string message)
    {
        using var project = new FunctionProject().Add("f", index, """{"timeout":60}""").Add("well", "exports.main = () => 1;");
        await using var emulator = await project.StartAsync();

        var reply = await emulator.InvokeAsync("f");

        Assert.Equal(errcode, reply.Errcode());
        Assert.Contains(message, reply.Text("errmsg"), StringComparison.Ordinal);
        Assert.Equal(1, (await emulator.ResultAsync("well")).GetInt32());
    }

    [Fact]
    public async Task What_it_throws_comes_with_the_record_of_the_log()
    {
        using var project = new FunctionProject().Add("f", "exports.main = () => { throw new RangeError('中 \"quoted\" {'); };");
        await using var emulator = await project.StartAsync();

        var text = (await emulator.InvokeAsync("f")).Text("errmsg");

        Assert.StartsWith("中 \"quoted\" { {\"errorCode\":1,\"errorMessage\":\"user code exception caught\",\"stackTrace\":\"RangeError: 中 \\\"quoted\\\" {\\n    at exports.main (", text, StringComparison.Ordinal);
        Assert.Contains("\"statusCode\":430} rid: ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await new Promise(() => { });")]
    public async Task A_function_that_hangs_is_killed_at_its_time_limit(string body)
    {
        var index = $$"""
            exports.main = async event => {
              if (event.hang) { {{body}} }
              return process.pid;
            };
            """;
        using var project = new FunctionProject().Add("f", index, """{"timeout":5}""");
        await using var emulator = await project.StartAsync();
        var pid = (await emulator.ResultAsync("f")).GetInt32();

        var reply = await emulator.InvokeAsync("f", """{"hang":true}""");

        Assert.Equal(-504003, reply.Errcode());
        Assert.StartsWith("Invoking task timed out after 5 seconds", reply.Text("errmsg"), StringComparison.Ordinal);
        await ProcessState.WaitUntilEndedAsync(pid);
        Assert.NotEqual(pid, (await emulator.ResultAsync("f")).GetInt32());
        Assert.Equal("timeout", (await emulator.LogsAsync("f", 2))[1].Text("status"));
    }

    [Fact]
    public async Task An_exception_after_the_reply_fails_no_call()
    {
        using var project = new FunctionProject().Add("late", "exports.main = () => { setTimeout(() => { throw new Error('late'); }, 1); return 1; };");
        await using var emulator = await project.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, (await emulator.ResultAsync("late")).GetInt32());
        }
    }

    [Fact]
    public async Task A_function_that_cannot_be_run_is_an_error_that_names_it()
    {
        using var project = new FunctionProject().Add("well", "exports.main = () => 1;").Add("config", "exports.main = () => 1;", """{"timeout":"long"}""");
        Directory.CreateDirectory(Path.Combine(project.Path, "empty"));
        await using var emulator = await project.StartAsync();

        async Task AssertRefusedAsync(string name, int errcode, string message)
        {
            var reply = await emulator.InvokeAsync(name);
            Assert.Equal(errcode, reply.Errcode());
            Assert.Contains(message, reply.Text("errmsg"), StringComparison.Ordinal);
        }

        await AssertRefusedAsync("none", -501000, "FunctionName parameter could not be found: there is no function 'none'");
        await AssertRefusedAsync("../well", -501000, "FunctionName parameter could not be found");
        await AssertRefusedAsync("empty", -504001, "has no index.js");
        await AssertRefusedAsync("config", -504001, "config.json: 'timeout' must be a whole number from 1 to 900.");
    }

    [Fact]
    public async Task Without_Node_a_call_is_an_error_that_says_so_and_other_calls_work()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.Combine("f"));
        await File.WriteAllTextAsync(folder.Combine("f/index.js"), "exports.main = () => 1;", TestEmulator.Cancellation);
        await using var emulator = await TestEmulator.StartAsync(options => options with { FunctionPath = folder.Path, NodePath = folder.Combine("node") });

        var reply = await emulator.InvokeAsync("f");

        Assert.Equal(-504001, reply.Errcode());
        Assert.Contains($"there is no Node.js at '{folder.Combine("node")}'", reply.Text("errmsg"), StringComparison.Ordinal);
        await emulator.UploadAsync("a", "a");
    }

    [Fact]
    public async Task Without_functions_a_call_is_an_error_that_names_the_option()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.InvokeAsync("f");

        Assert.Equal(-501000, reply.Errcode());
        Assert.Contains("--functions DIR", reply.Text("errmsg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_stops_the_start()
    {
        var failure = await Assert.ThrowsAnyAsync<IOException>(() => TestEmulator.StartAsync(options => options with { FunctionPath = "/no/such/folder" }));

        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/env?env=other", 40066)]
    [InlineData("tcb/invokecloudfunction?env=other&name=f", -501007)]
    [InlineData("tcb/invokecloudfunction?env=local-env", 40101)]
    public async Task A_bad_request_is_refused(string path, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var token = (await emulator.StableTokenAsync()).Text("access_token");

        Assert.Equal(errcode, (await emulator.PostJsonAsync($"{path}&access_token={token}", "{}")).Errcode());
    }
}
