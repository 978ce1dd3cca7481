using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Tokens;

public sealed class TokenGateTests
{
    [Fact]
    public async Task A_call_without_a_token_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(41001, (await emulator.PostJsonAsync("tcb/uploadfile", "{}")).Errcode());
        Assert.Equal(41001, (await emulator.PostJsonAsync("tcb/uploadfile?access_token=", "{}")).Errcode());
    }

    [Fact]
    public async Task A_token_that_was_never_issued_is_invalid()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var token = (await emulator.StableTokenAsync()).Text("access_token");

        Assert.Equal(40014, await emulator.ErrcodeOfAsync("nonsense"));
        Assert.Equal(40014, await emulator.ErrcodeOfAsync(token[..^5] + "AAAAA"));
    }

    [Fact]
    public async Task A_token_in_the_parameter_of_the_other_kind_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var token = (await emulator.StableTokenAsync()).Text("access_token");
        var cloudRun = (await emulator.PostJsonAsync("_emulator/tokens/cloudrun", "")).Text("accessToken");

        Assert.Equal(40001, await emulator.ErrcodeOfAsync(token, "cloudbase_access_token"));
        Assert.Equal(40001, await emulator.ErrcodeOfAsync(cloudRun));
        Assert.Equal(0, await emulator.ErrcodeOfAsync(cloudRun, "cloudbase_access_token"));
    }

    [Fact]
    public async Task A_container_token_is_valid_for_thirty_minutes_whatever_is_issued_later()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var cloudRun = (await emulator.PostJsonAsync("_emulator/tokens/cloudrun", "")).Text("accessToken");
        await emulator.PostJsonAsync("_emulator/tokens/cloudrun", "");

        emulator.Time.Advance(1799);
        Assert.Equal(0, await emulator.ErrcodeOfAsync(cloudRun, "cloudbase_access_token"));
        emulator.Time.Advance(1);
        Assert.Equal(42001, await emulator.ErrcodeOfAsync(cloudRun, "cloudbase_access_token"));
    }

    [Fact]
    public async Task The_control_call_expires_all_tokens()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var stable = (await emulator.StableTokenAsync()).Text("access_token");
        var ordinary = (await emulator.OrdinaryTokenAsync()).Text("access_token");

        await emulator.PostJsonAsync("_emulator/tokens/expire", "");

        Assert.Equal(42001, await emulator.ErrcodeOfAsync(stable));
        Assert.Equal(42001, await emulator.ErrcodeOfAsync(ordinary));
        var next = (await emulator.StableTokenAsync()).Text("access_token");
        Assert.NotEqual(stable, next);
        Assert.Equal(0, await emulator.ErrcodeOfAsync(next));
    }

    [Fact]
    public async Task The_token_is_checked_before_the_body()
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(40014, (await emulator.PostJsonAsync("tcb/uploadfile?access_token=x", "")).Errcode());
    }
}
