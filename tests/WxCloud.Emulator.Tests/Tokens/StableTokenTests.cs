using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Tokens;

public sealed class StableTokenTests
{
    [Fact]
    public async Task Every_caller_gets_the_same_token_with_its_remaining_lifetime()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = await emulator.StableTokenAsync();
        emulator.Time.Advance(1000);

        var second = await emulator.StableTokenAsync();

        Assert.Equal(first.Text("access_token"), second.Text("access_token"));
        Assert.Equal(7200, first.Number("expires_in"));
        Assert.Equal(6200, second.Number("expires_in"));
    }

    [Fact]
    public async Task In_the_last_five_minutes_a_new_token_is_issued_and_the_old_one_stays_valid()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var old = (await emulator.StableTokenAsync()).Text("access_token");
        emulator.Time.Advance(6899);
        Assert.Equal(old, (await emulator.StableTokenAsync()).Text("access_token"));
        emulator.Time.Advance(1);

        var next = await emulator.StableTokenAsync();

        Assert.NotEqual(old, next.Text("access_token"));
        Assert.Equal(7200, next.Number("expires_in"));
        emulator.Time.Advance(299);
        Assert.Equal(0, await emulator.ErrcodeOfAsync(old));
        emulator.Time.Advance(1);
        Assert.Equal(42001, await emulator.ErrcodeOfAsync(old));
    }

    [Fact]
    public async Task Force_refresh_issues_a_new_token_and_ends_the_old_one_at_once()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var old = (await emulator.StableTokenAsync()).Text("access_token");

        var next = (await emulator.StableTokenAsync(force: true)).Text("access_token");

        Assert.Equal(40001, await emulator.ErrcodeOfAsync(old));
        Assert.Equal(0, await emulator.ErrcodeOfAsync(next));
    }

    [Fact]
    public async Task A_force_refresh_within_thirty_seconds_of_another_returns_the_current_token()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = (await emulator.StableTokenAsync(force: true)).Text("access_token");
        emulator.Time.Advance(29);
        Assert.Equal(first, (await emulator.StableTokenAsync(force: true)).Text("access_token"));
        emulator.Time.Advance(1);

        Assert.NotEqual(first, (await emulator.StableTokenAsync(force: true)).Text("access_token"));
    }

    [Fact]
    public async Task Force_refresh_works_twenty_times_per_day_in_China()
    {
        await using var emulator = await TestEmulator.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(0, (await emulator.StableTokenAsync(force: true)).Errcode());
            emulator.Time.Advance(30);
        }

        Assert.Equal(45009, (await emulator.StableTokenAsync(force: true)).Errcode());
        Assert.Equal(0, (await emulator.StableTokenAsync()).Errcode());

        emulator.Time.SetUtcNow(new System.DateTimeOffset(2024, 3, 5, 16, 0, 0, System.TimeSpan.Zero));
        Assert.Equal(0, (await emulator.StableTokenAsync(force: true)).Errcode());
    }

    [Fact]
    public async Task Ten_thousand_calls_a_minute_are_allowed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 10_000),
            TestEmulator.Cancellation,
            async (_, _) => Assert.Equal(0, (await emulator.StableTokenAsync()).Errcode()));

        Assert.Equal(45011, (await emulator.StableTokenAsync()).Errcode());
        emulator.Time.Advance(60);
        Assert.Equal(0, (await emulator.StableTokenAsync()).Errcode());
    }

    [Theory]
    [InlineData("", 44002)]
    [InlineData("{", 47001)]
    [InlineData("[]", 47001)]
    [InlineData("""{"grant_type":"client_credential","secret":"emulator-secret"}""", 41002)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx0000000000000001"}""", 41004)]
    [InlineData("""{"grant_type":"x","appid":"wx0000000000000001","secret":"emulator-secret"}""", 40002)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx1","secret":"emulator-secret"}""", 40013)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx0000000000000001","secret":"x"}""", 40125)]
    public async Task A_bad_request_is_refused_with_its_reason(string body, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(errcode, (await emulator.PostJsonAsync("cgi-bin/stable_token", body)).Errcode());
    }

    [Fact]
    public async Task A_get_is_refused_and_the_query_is_not_read()
    {
        await using var emulator = await TestEmulator.StartAsync();
        const string Query = "grant_type=client_credential&appid=wx0000000000000001&secret=emulator-secret";

        Assert.Equal(43002, (await emulator.GetJsonAsync($"cgi-bin/stable_token?{Query}")).Errcode());
        Assert.Equal(41002, (await emulator.PostJsonAsync($"cgi-bin/stable_token?{Query}", "{}")).Errcode());
    }
}
