using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Tokens;

public sealed class OrdinaryTokenTests
{
    [Fact]
    public async Task A_token_is_valid_for_7200_seconds_and_its_reply_has_no_errcode()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.OrdinaryTokenAsync();

        Assert.Equal(7200, reply.Number("expires_in"));
        Assert.False(reply.TryGetProperty("errcode", out _));
        emulator.Time.Advance(7199);
        Assert.Equal(0, await emulator.ErrcodeOfAsync(reply.Text("access_token")));
        emulator.Time.Advance(1);
        Assert.Equal(42001, await emulator.ErrcodeOfAsync(reply.Text("access_token")));
    }

    [Fact]
    public async Task After_a_new_token_the_old_one_is_valid_for_five_minutes()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var old = (await emulator.OrdinaryTokenAsync()).Text("access_token");

        var current = (await emulator.OrdinaryTokenAsync()).Text("access_token");

        Assert.NotEqual(old, current);
        emulator.Time.Advance(299);
        Assert.Equal(0, await emulator.ErrcodeOfAsync(old));
        emulator.Time.Advance(1);
        Assert.Equal(40001, await emulator.ErrcodeOfAsync(old));
        Assert.Equal(0, await emulator.ErrcodeOfAsync(current));
    }

    [Fact]
    public async Task A_third_token_ends_the_first_at_once()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = (await emulator.OrdinaryTokenAsync()).Text("access_token");
        await emulator.OrdinaryTokenAsync();

        await emulator.OrdinaryTokenAsync();

        Assert.Equal(40001, await emulator.ErrcodeOfAsync(first));
    }

    [Fact]
    public async Task An_ordinary_token_does_not_affect_the_stable_token()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var stable = (await emulator.StableTokenAsync()).Text("access_token");
        var ordinary = (await emulator.OrdinaryTokenAsync()).Text("access_token");

        await emulator.StableTokenAsync(force: true);
        Assert.Equal(0, await emulator.ErrcodeOfAsync(ordinary));
        Assert.Equal(40001, await emulator.ErrcodeOfAsync(stable));
    }

    [Theory]
    [InlineData("grant_type=client_credential&secret=emulator-secret", 41002)]
    [InlineData("grant_type=client_credential&appid=wx0000000000000001", 41004)]
    [InlineData("grant_type=other&appid=wx0000000000000001&secret=emulator-secret", 40002)]
    [InlineData("appid=wx0000000000000001&secret=emulator-secret", 40002)]
    [InlineData("grant_type=client_credential&appid=WX0000000000000001&secret=emulator-secret", 40013)]
    [InlineData("grant_type=client_credential&appid=wx0000000000000001&secret=wrong", 40125)]
    public async Task A_bad_request_is_refused_with_its_reason(string query, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.GetJsonAsync($"cgi-bin/token?{query}");

        Assert.Equal(errcode, reply.Errcode());
        Assert.Matches("^[a-z].* rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", reply.Text("errmsg"));
    }

    [Fact]
    public async Task A_POST_is_refused_for_its_missing_appid_as_by_the_real_service()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.PostJsonAsync(
            "cgi-bin/token?grant_type=client_credential&appid=wx0000000000000001&secret=emulator-secret", "{}");

        Assert.Equal(41002, reply.Errcode());
    }

    [Fact]
    public async Task A_caller_outside_the_whitelist_gets_an_error_with_its_address()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { IpWhitelist = [System.Net.IPAddress.Parse("10.1.2.3")] });

        var reply = await emulator.OrdinaryTokenAsync();

        Assert.Equal(40164, reply.Errcode());
        Assert.StartsWith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist", reply.Text("errmsg"), System.StringComparison.Ordinal);
    }
}
