using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Functions.Sources;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Functions;

public sealed class ScheduleTests
{
    private const string Echo = "exports.main = event => ({ event, source: process.env.TCB_SOURCE });";

    [Theory]
    [InlineData("*/5 * * * * * *", "2024-03-05T06:07:08Z", "2024-03-05T06:07:10Z")]
    [InlineData("0 0 2 1 * * *", "2024-03-05T06:07:08Z", "2024-03-31T18:00:00Z")]
    [InlineData("0 15 10 * * MON-FRI *", "2024-03-08T06:00:00Z", "2024-03-11T02:15:00Z")]
    [InlineData("0 0 10,14,16 * * * *", "2024-03-05T02:00:00Z", "2024-03-05T06:00:00Z")]
    [InlineData("0 */30 9-17 * * * *", "2024-03-05T09:30:00Z", "2024-03-06T01:00:00Z")]
    [InlineData("0 0 12 * * 0 *", "2024-03-05T00:00:00Z", "2024-03-10T04:00:00Z")]
    [InlineData("0 0 0 29 2 * *", "2024-03-01T00:00:00Z", "2028-02-28T16:00:00Z")]
    [InlineData("0 0 0 31 JAN ? 2026", "2024-03-01T00:00:00Z", "2026-01-30T16:00:00Z")]
    [InlineData("0 0 0 13 * FRI *", "2024-03-05T00:00:00Z", "2024-03-07T16:00:00Z")]
    [InlineData("10/20 * * * * * *", "2024-03-05T06:07:30Z", "2024-03-05T06:07:50Z")]
    [InlineData("0 0 0 31 2 * *", "2024-03-01T00:00:00Z", null)]
    [InlineData("0 0 0 1 1 * 2020", "2024-03-01T00:00:00Z", null)]
    public void The_next_time_is_found_in_China_Standard_Time(string schedule, string after, string? next)
    {
        var found = CronSchedule.Parse(schedule).Next(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture));

        Assert.Equal(next, found?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * * *")]
    [InlineData("60 * * * * * *")]
    [InlineData("* * * 0 * * *")]
    [InlineData("* * * * * 7 *")]
    [InlineData("*/0 * * * * * *")]
    [InlineData("5-1 * * * * * *")]
    [InlineData("a * * * * * *")]
    public void A_malformed_schedule_is_refused(string schedule)
    {
        Assert.Throws<FormatException>(() => CronSchedule.Parse(schedule));
    }

    [Fact]
    public async Task A_timer_calls_its_function_on_the_emulators_clock()
    {
        using var project = new FunctionProject().Add("daily", Echo, """{"timeout":60,"triggers":[{"name":"nightly","type":"timer","config":"0 0 2 * * * *"}]}""");
        await using var emulator = await project.StartAsync(options => options with { TimeProvider = TestTime.Create() });
        var listed = Assert.Single((await emulator.GetJsonAsync("_emulator/functions")).GetProperty("functions").EnumerateArray());
        Assert.Equal("2024-03-05T18:00:00+00:00", Assert.Single(listed.GetProperty("timers").EnumerateArray()).Text("next"));

        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":86400}""");

        var log = Assert.Single(await emulator.LogsAsync("daily"));
        Assert.Equal(("ok", "wx_trigger"), (log.Text("status"), log.Text("source")));
        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":86400}""");
        Assert.Equal(2, (await emulator.LogsAsync("daily", 2)).Length);
    }

    [Fact]
    public async Task The_event_of_a_timer_contains_its_name()
    {
        const string Print = "exports.main = event => console.log(JSON.stringify(event));";
        using var project = new FunctionProject().Add("daily", Print, """{"timeout":60,"triggers":[{"name":"nightly","type":"timer","config":"0 0 2 * * * *"}]}""");
        await using var emulator = await project.StartAsync(options => options with { TimeProvider = TestTime.Create() });

        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":86400}""");

        var line = Assert.Single(Assert.Single(await emulator.LogsAsync("daily")).GetProperty("output").EnumerateArray()).Text("text");
        Assert.Equal("""{"Message":"","Time":"2024-03-05T18:00:00Z","TriggerName":"nightly","Type":"Timer","userInfo":{"appId":"wx0000000000000001"}}""", line);
    }

    [Fact]
    public async Task A_delayed_task_runs_once_when_it_is_due()
    {
        const string Print = "exports.main = event => console.log(JSON.stringify(event));";
        using var project = new FunctionProject().Add("later", Print);
        await using var emulator = await project.StartAsync(options => options with { TimeProvider = TestTime.Create() });
        Assert.Equal(0, (await DelayAsync(emulator, 60, "first")).Errcode());
        Assert.Equal(0, (await DelayAsync(emulator, 10, "second")).Errcode());

        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":30}""");
        await emulator.LogsAsync("later");
        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":30}""");
        await emulator.LogsAsync("later", 2);
        Assert.Equal(0, (await DelayAsync(emulator, 6, "third")).Errcode());
        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":6}""");

        var logs = await emulator.LogsAsync("later", 3);
        Assert.Equal(["\"second\"", "\"first\"", "\"third\""], logs.Select(log => log.GetProperty("output")[0].Text("text")));
    }

    [Fact]
    public async Task Delayed_tasks_survive_a_restart_and_run_once()
    {
        const string Print = "exports.main = event => console.log(JSON.stringify(event));";
        using var project = new FunctionProject().Add("later", Print);
        using TemporaryFolder folder = new();
        var time = TestTime.Create();
        Task<TestEmulator> StartAsync() => project.StartAsync(options => options with { TimeProvider = time, DataPath = folder.Combine("data") });
        await using (var emulator = await StartAsync())
        {
            await DelayAsync(emulator, 100, "first");
            await DelayAsync(emulator, 200, "second");

            // The machine's clock decides after a restart, and half of the way is already gone.
            await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":50}""");
        }

        await using (var emulator = await StartAsync())
        {
            await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":49}""");
            Assert.Empty((await emulator.GetJsonAsync("_emulator/functions/logs")).GetProperty("logs").EnumerateArray());
            await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":1}""");
            Assert.Equal("\"first\"", (await emulator.LogsAsync("later"))[0].GetProperty("output")[0].Text("text"));
        }

        await using (var emulator = await StartAsync())
        {
            await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":200}""");
            Assert.Equal("\"second\"", Assert.Single(await emulator.LogsAsync("later")).GetProperty("output")[0].Text("text"));
        }
    }

    [Fact]
    public async Task A_damaged_file_of_tasks_stops_the_start()
    {
        using TemporaryFolder folder = new();
        await using (await TestEmulator.StartAsync(options => options with { DataPath = folder.Combine("data") }))
        {
        }

        await System.IO.File.WriteAllTextAsync(folder.Combine("data/delayed-tasks.json"), "[{", TestEmulator.Cancellation);

        var error = await Assert.ThrowsAsync<System.IO.IOException>(() => TestEmulator.StartAsync(options => options with { DataPath = folder.Combine("data") }));

        Assert.Contains("delayed-tasks.json' is damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("later", "5", "\"{}\"", -501007)]
    [InlineData("later", "2592001", "\"{}\"", -501007)]
    [InlineData("later", "\"10\"", "\"{}\"", 40097)]
    [InlineData("later", "10", "\"{\"", -501007)]
    [InlineData("later", "10", "{}", 40097)]
    [InlineData("none", "10", "\"{}\"", -501000)]
    public async Task An_invalid_task_is_refused(string name, string delay, string data, int errcode)
    {
        using var project = new FunctionProject().Add("later", Echo);
        await using var emulator = await project.StartAsync();

        var reply = await emulator.CallAsync("tcb/adddelayedfunctiontask", $$"""{"env":"local-env","function_name":"{{name}}","data":{{data}},"delay_time":{{delay}}}""");

        Assert.Equal(errcode, reply.Errcode());
    }

    private static Task<System.Text.Json.JsonElement> DelayAsync(TestEmulator emulator, int seconds, string data)
    {
        return emulator.CallAsync("tcb/adddelayedfunctiontask", $$"""{"env":"local-env","function_name":"later","data":"\"{{data}}\"","delay_time":{{seconds}}}""");
    }
}
