using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Functions;

public sealed class FunctionProcessTests
{
    private const string Busy = """
        exports.main = async ({ file }) => {
          const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
          require('fs').writeFileSync(file + '.new', `${process.pid} ${child.pid}`);
          require('fs').renameSync(file + '.new', file);
          while (true) { }
        };
        """;

    [Fact]
    public async Task The_end_of_the_emulator_ends_processes_and_their_children()
    {
        using var project = new FunctionProject().Add("busy", Busy, """{"timeout":900}""");
        using TemporaryFolder folder = new();
        int[] pids;
        await using (var emulator = await project.StartAsync())
        {
            var call = emulator.InvokeAsync("busy", $$"""{"file":{{System.Text.Json.JsonSerializer.Serialize(folder.Combine("pids"))}}}""");
            pids = await ProcessState.ReadIdsAsync(folder.Combine("pids"));
            _ = call.ContinueWith(task => task.Exception, TaskScheduler.Default);
        }

        Assert.Equal(2, pids.Length);
        foreach (var pid in pids)
        {
            await ProcessState.WaitUntilEndedAsync(pid);
        }
    }

    [Fact]
    public async Task A_killed_emulator_leaves_no_process_even_when_it_is_busy()
    {
        using var project = new FunctionProject().Add("busy", Busy, """{"timeout":900}""").Add("idle", "exports.main = () => process.pid;");
        using TemporaryFolder folder = new();
        int idle;
        int[] busy;
        using (var emulator = await EmulatorProcess.StartAsync("--port", "0", "--in-memory", "--functions", project.Path))
        {
            var path = $"tcb/invokecloudfunction?access_token={await emulator.TokenAsync()}&env=local-env&name=";
            idle = int.Parse((await emulator.PostJsonAsync(path + "idle", "{}")).Text("resp_data"), System.Globalization.CultureInfo.InvariantCulture);
            var call = emulator.PostJsonAsync(path + "busy", $$"""{"file":{{System.Text.Json.JsonSerializer.Serialize(folder.Combine("pids"))}}}""");
            busy = await ProcessState.ReadIdsAsync(folder.Combine("pids"));
            _ = call.ContinueWith(task => task.Exception, TaskScheduler.Default);
            emulator.Kill();
        }

        await ProcessState.WaitUntilEndedAsync(idle);
        await ProcessState.WaitUntilEndedAsync(busy[0]);
        ProcessState.End(busy[1]);
    }

    [Fact]
    public async Task With_verbose_the_program_shows_what_functions_print()
    {
        using var project = new FunctionProject().Add("hello", "exports.main = () => { console.log('你好'); throw new Error('no luck'); };");
        using var emulator = await EmulatorProcess.StartAsync("--port", "0", "--in-memory", "--functions", project.Path, "--verbose");

        await emulator.PostJsonAsync($"tcb/invokecloudfunction?access_token={await emulator.TokenAsync()}&env=local-env&name=hello", "{}");

        Assert.StartsWith("Console: ", await emulator.ReadLineAsync(), System.StringComparison.Ordinal);
        Assert.Equal("[hello] 你好", await emulator.ReadLineAsync());
        Assert.Matches(@"^\[hello\] error after \d+ ms, \d+ MB: Error: no luck$", await emulator.ReadLineAsync());
    }
}
