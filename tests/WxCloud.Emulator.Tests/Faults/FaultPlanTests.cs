using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Faults;

public sealed class FaultPlanTests
{
    [Fact]
    public async Task The_same_seed_faults_the_same_requests()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var first = await PatternAsync(emulator, seed: 7);
        var second = await PatternAsync(emulator, seed: 7);
        var other = await PatternAsync(emulator, seed: 8);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(outcome => outcome == 'x'), 30, 70);
    }

    [Fact]
    public async Task Requests_of_other_routes_do_not_shift_the_pattern()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var alone = await PatternAsync(emulator, seed: 7);

        var mixed = await PatternAsync(emulator, seed: 7, between: () => emulator.GetJsonAsync("cgi-bin/token"));

        Assert.Equal(alone, mixed);
    }

    [Fact]
    public async Task A_rule_applies_only_the_given_number_of_times_and_counts_them()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"cgi-bin/stable_token","kind":"errcode","value":45011,"times":2}""");

        List<int> errcodes = [];
        for (var i = 0; i < 4; i++)
        {
            errcodes.Add((await emulator.StableTokenAsync()).Errcode());
        }

        var rule = (await emulator.GetJsonAsync("_emulator/faults")).GetProperty("rules")[0];
        Assert.Equal([45011, 45011, 0, 0], errcodes);
        Assert.Equal((2, "errcode", "cgi-bin/stable_token"), (rule.Number("fired"), rule.Text("kind"), rule.Text("route")));
    }

    [Fact]
    public async Task The_first_rule_that_matches_applies()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync(
            """{"route":"*","kind":"errcode","value":-1,"times":1}""", """{"route":"cgi-bin/stable_token","kind":"errcode","value":45011,"times":1}""");

        Assert.Equal(-1, (await emulator.StableTokenAsync()).Errcode());
        Assert.Equal(45011, (await emulator.StableTokenAsync()).Errcode());
        Assert.Equal(0, (await emulator.StableTokenAsync()).Errcode());
    }

    [Fact]
    public async Task A_rule_for_every_route_applies_only_to_requests_that_its_kind_fits()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a", "hello")).FileId);
        await emulator.BreakAsync("""{"route":"*","kind":"errcode","value":-1,"times":1}""");

        Assert.Equal("hello", await emulator.Client.GetStringAsync(link, TestEmulator.Cancellation));
        Assert.Equal(-1, (await emulator.StableTokenAsync()).Errcode());
    }

    [Fact]
    public async Task No_rules_and_a_reset_mean_no_faults()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"*","kind":"status","value":503}""");
        await emulator.BreakAsync();
        Assert.Equal(0, (await emulator.StableTokenAsync()).Errcode());

        await emulator.BreakAsync("""{"route":"*","kind":"status","value":503}""");
        await emulator.PostJsonAsync("_emulator/reset", "");
        Assert.Equal(0, (await emulator.StableTokenAsync()).Errcode());
    }

    [Fact]
    public async Task Faulted_requests_are_counted_and_control_calls_are_never_faulted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"*","kind":"reset"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.StableTokenAsync());

        Assert.Equal(1, (await emulator.RequestsAsync()).Number("total"));
    }

    [Fact]
    public async Task Rules_may_come_from_a_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("faults.json");
        await File.WriteAllTextAsync(
            file, "\ufeff" + """{"seed":1,"rules":[{"route":"cgi-bin/stable_token","kind":"errcode","value":45009}]}""", TestEmulator.Cancellation);

        await using var emulator = await TestEmulator.StartAsync(options => options with { FaultPath = file });

        Assert.Equal(45009, (await emulator.StableTokenAsync()).Errcode());
    }

    [Fact]
    public async Task A_bad_file_stops_the_start_and_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("faults.json");
        await File.WriteAllTextAsync(file, """{"rules":[{"route":"*"}]}""", TestEmulator.Cancellation);

        var e = await Assert.ThrowsAsync<ArgumentException>(() => TestEmulator.StartAsync(options => options with { FaultPath = file }));
        (int exitCode, _, string error) = await EmulatorProcess.RunAsync("--in-memory", "--port", "0", "--faults", file);
        (int missing, _, _) = await EmulatorProcess.RunAsync("--in-memory", "--port", "0", "--faults", file + "x");

        Assert.Contains("faults.json: rules[0]: kind must be a text", e.Message, StringComparison.Ordinal);
        Assert.Contains("rules[0]", error, StringComparison.Ordinal);
        Assert.Equal((2, 1), (exitCode, missing));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "the plan: must be an object")]
    [InlineData("""{"seed":1}""", "rules must be an array")]
    [InlineData("""{"seed":1.5,"rules":[]}""", "seed must be a whole number")]
    [InlineData("""{"rules":[],"rulez":[]}""", "'rulez' is unknown")]
    [InlineData("""{"rules":[1]}""", "rules[0]: must be an object")]
    [InlineData("""{"rules":[{"route":"*","kind":"stop"}]}""", "there is no kind 'stop'; there are status, errcode")]
    [InlineData("""{"rules":[{"route":"tcb/uploadfiles","kind":"reset"}]}""", "there is no route 'tcb/uploadfiles'; there are *")]
    [InlineData("""{"rules":[{"route":"*","kind":"reset"},{"route":"*","kind":"status"}]}""", "rules[1]: value must be a whole number from 400 to 599")]
    [InlineData("""{"rules":[{"route":"*","kind":"status","value":200}]}""", "from 400 to 599")]
    [InlineData("""{"rules":[{"route":"*","kind":"errcode","value":0}]}""", "an errcode of 0 is a success")]
    [InlineData("""{"rules":[{"route":"*","kind":"delay","value":-1}]}""", "from 0 to 600000")]
    [InlineData("""{"rules":[{"route":"*","kind":"corrupt","value":1}]}""", "this kind has no value")]
    [InlineData("""{"rules":[{"route":"*","kind":"reset","rate":1.1}]}""", "rate must be a number from 0 to 1")]
    [InlineData("""{"rules":[{"route":"*","kind":"reset","times":0}]}""", "times must be a whole number from 1")]
    [InlineData("""{"rules":[{"route":"*","kind":"reset","retryAfter":1}]}""", "retryAfter is for 'status' only")]
    [InlineData("""{"rules":[{"route":"object:GET","kind":"errcode","value":-1}]}""", "'errcode' has no effect on object:GET")]
    [InlineData("""{"rules":[{"route":"object:PUT","kind":"truncate"}]}""", "'truncate' has no effect on object:PUT")]
    [InlineData("""{"rules":[{"route":"tcb/uploadfile","kind":"ignore-range"}]}""", "'ignore-range' has no effect on tcb/uploadfile")]
    public async Task A_bad_plan_is_refused_with_its_reason_and_the_old_one_stays(string plan, string reason)
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"cgi-bin/stable_token","kind":"errcode","value":45009}""");
        using var content = new StringContent(plan);

        using var reply = await emulator.Client.PutAsync("_emulator/faults", content, TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        using var error = JsonDocument.Parse(await reply.TextAsync());
        Assert.Contains(reason, error.RootElement.Text("error"), StringComparison.Ordinal);
        Assert.Equal(45009, (await emulator.StableTokenAsync()).Errcode());
    }

    /// <summary>Which of a hundred requests are broken at a rate of one half.</summary>
    private static async Task<string> PatternAsync(TestEmulator emulator, int seed, Func<Task>? between = null)
    {
        await emulator.BreakWithSeedAsync(seed, """{"route":"cgi-bin/stable_token","kind":"errcode","value":45011,"rate":0.5}""");
        char[] outcomes = new char[100];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = (await emulator.StableTokenAsync()).Errcode() == 0 ? '.' : 'x';
            await (between?.Invoke() ?? Task.CompletedTask);
        }

        await emulator.BreakAsync();
        return new string(outcomes);
    }
}
