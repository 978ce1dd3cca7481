using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Functions;

/// <summary>How many processes of a function run and stay warm, and for how long.</summary>
public sealed class ProcessLimitTests
{
    /// <summary>Waits until as many calls run as the event says, and for the file <c>go</c>.</summary>
    private const string Meeting = """
        const fs = require('fs');
        exports.main = async ({ folder, count }) => {
          fs.writeFileSync(`${folder}/${process.pid}`, '');
          while (fs.readdirSync(folder).length < count) await new Promise(resolve => setTimeout(resolve, 10));
          return process.pid;
        };
        """;

    [Fact]
    public async Task Four_processes_stay_warm_and_take_the_next_calls()
    {
        using var project = new FunctionProject().Add("meeting", Meeting, """{"timeout":300}""");
        await using var emulator = await project.StartAsync();
        await emulator.StableTokenAsync();

        var pids = await MeetAsync(emulator, 6);
        await TestEmulator.WaitAsync(() => Task.FromResult(pids.Count(IsRunning) <= 4));
        var next = await MeetAsync(emulator, 4);

        Assert.Equal(4, pids.Count(IsRunning));
        Assert.Equal(pids.Where(IsRunning).Order(), next.Order());
    }

    [Fact]
    public async Task A_warm_process_ends_after_ten_minutes_without_a_call()
    {
        using var project = new FunctionProject().Add("f", "exports.main = () => process.pid;");
        var time = TestTime.Create();
        await using var emulator = await project.StartAsync(options => options with { TimeProvider = time });
        var pid = (await emulator.ResultAsync("f")).GetInt32();

        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(pid, (await emulator.ResultAsync("f")).GetInt32());
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(pid, (await emulator.ResultAsync("f")).GetInt32());
        time.Advance(TimeSpan.FromMinutes(10.1));

        await ProcessState.WaitUntilEndedAsync(pid);
        Assert.NotEqual(pid, (await emulator.ResultAsync("f")).GetInt32());
    }

    [Fact]
    public async Task A_call_waits_half_a_minute_for_one_of_ten_processes()
    {
        using var project = new FunctionProject().Add("meeting", Meeting, """{"timeout":300}""");
        using TemporaryFolder place = new();
        var time = TestTime.Create();
        await using var emulator = await project.StartAsync(options => options with { TimeProvider = time });
        await emulator.StableTokenAsync();
        var json = JsonSerializer.Serialize(new { folder = place.Path, count = 11 });
        var running = Enumerable.Range(0, 10).Select(_ => emulator.InvokeAsync("meeting", json)).ToArray();
        await TestEmulator.WaitAsync(() => Task.FromResult(Directory.GetFiles(place.Path).Length == 10));

        var late = emulator.InvokeAsync("meeting", json);
        await TestEmulator.WaitAsync(async () => (await emulator.RequestsAsync()).Number("maxInFlight") == 11);
        await TestEmulator.WaitAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(late.IsCompleted);
        });
        await File.WriteAllTextAsync(place.Combine("go"), string.Empty, TestEmulator.Cancellation);

        var reply = await late;
        Assert.Equal(-501004, reply.Errcode());
        Assert.StartsWith("too many calls of the function 'meeting' at once", reply.Text("errmsg"), StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(running), done => Assert.Equal(0, done.Errcode()));
    }

    private static async Task<IReadOnlyList<int>> MeetAsync(TestEmulator emulator, int count)
    {
        using TemporaryFolder place = new();
        var json = JsonSerializer.Serialize(new { folder = place.Path, count });
        return [.. (await Task.WhenAll(Enumerable.Range(0, count).Select(_ => emulator.ResultAsync("meeting", json)))).Select(result => result.GetInt32())];
    }

    private static bool IsRunning(int pid) => ProcessState.IsRunning(pid);
}
