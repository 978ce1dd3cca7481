using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Login;

public sealed class LoginTests
{
    private const string Credentials = "appid=wx0000000000000001&secret=emulator-secret";

    [Fact]
    public async Task A_code_can_be_exchanged_once()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var code = await CodeAsync(emulator, """{"openid":"o1","unionid":"u1"}""");

        var reply = await LoginAsync(emulator, code);

        Assert.Equal(("o1", "u1"), (reply.Text("openid"), reply.Text("unionid")));
        Assert.Equal(16, Convert.FromBase64String(reply.Text("session_key")).Length);
        Assert.False(reply.TryGetProperty("errcode", out _));
        Assert.Equal(40163, (await LoginAsync(emulator, code)).Errcode());
    }

    [Fact]
    public async Task The_unionid_is_absent_when_the_user_has_none()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await LoginAsync(emulator, await CodeAsync(emulator, """{"openid":"o1"}"""));

        Assert.False(reply.TryGetProperty("unionid", out _));
    }

    [Fact]
    public async Task A_code_without_a_user_creates_a_new_user()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var first = await LoginAsync(emulator, await CodeAsync(emulator, "{}"));
        var second = await LoginAsync(emulator, await CodeAsync(emulator, string.Empty));

        Assert.Matches("^o[0-9A-F]{27}$", first.Text("openid"));
        Assert.NotEqual(first.Text("openid"), second.Text("openid"));
    }

    [Fact]
    public async Task A_request_without_a_body_gets_a_code_too()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await emulator.SendRawAsync("POST /_emulator/login/codes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Contains("\"code\":", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_expires_after_five_minutes()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var kept = await CodeAsync(emulator, "{}");
        var late = await CodeAsync(emulator, "{}");

        emulator.Time.Advance(300);
        Assert.Equal(0, (await LoginAsync(emulator, kept)).Errcode());
        emulator.Time.Advance(1);

        Assert.Equal(40029, (await LoginAsync(emulator, late)).Errcode());
    }

    [Fact]
    public async Task A_user_may_log_in_a_hundred_times_a_minute()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var used = await CodeAsync(emulator, """{"openid":"o1"}""");
        for (var i = 0; i < 100; i++)
        {
            await LoginAsync(emulator, used);
        }

        var next = await CodeAsync(emulator, """{"openid":"o1"}""");
        Assert.Equal(45011, (await LoginAsync(emulator, next)).Errcode());
        Assert.Equal(0, (await LoginAsync(emulator, await CodeAsync(emulator, """{"openid":"o2"}"""))).Errcode());
        emulator.Time.Advance(60);
        Assert.Equal("o1", (await LoginAsync(emulator, next)).Text("openid"));
    }

    [Theory]
    [InlineData("secret=emulator-secret&js_code=x&grant_type=authorization_code", 41002)]
    [InlineData("appid=wx0000000000000001&js_code=x&grant_type=authorization_code", 41004)]
    [InlineData(Credentials + "&grant_type=authorization_code", 41008)]
    [InlineData(Credentials + "&js_code=x&grant_type=client_credential", 40002)]
    [InlineData("appid=wx1&secret=emulator-secret&js_code=x&grant_type=authorization_code", 40013)]
    [InlineData("appid=wx0000000000000001&secret=wrong&js_code=x&grant_type=authorization_code", 40125)]
    [InlineData(Credentials + "&js_code=x&grant_type=authorization_code", 40029)]
    public async Task A_bad_request_is_refused(string query, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(errcode, (await emulator.GetJsonAsync($"sns/jscode2session?{query}")).Errcode());
    }

    [Fact]
    public async Task A_platform_logs_a_user_in_with_its_token()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var code = await CodeAsync(emulator, """{"openid":"o1"}""");

        var reply = await PlatformLoginAsync(emulator, $"appid=wx0000000000000001&js_code={code}&grant_type=authorization_code&component_appid=wx2");

        Assert.Equal("o1", reply.Text("openid"));
        Assert.Equal(16, Convert.FromBase64String(reply.Text("session_key")).Length);
    }

    [Theory]
    [InlineData("js_code=x&grant_type=authorization_code&component_appid=wx2", 41002)]
    [InlineData("appid=wx0000000000000001&js_code=x&grant_type=authorization_code", 41018)]
    [InlineData("appid=wx0000000000000001&grant_type=authorization_code&component_appid=wx2", 41008)]
    [InlineData("appid=wx0000000000000001&js_code=x&grant_type=other&component_appid=wx2", 40002)]
    [InlineData("appid=wx1&js_code=x&grant_type=authorization_code&component_appid=wx2", 61003)]
    [InlineData("appid=wx0000000000000001&js_code=x&grant_type=authorization_code&component_appid=wx2", 40029)]
    [InlineData("appid=wx0000000000000001&js_code=x&grant_type=authorization_code&component_appid=wx2&component_access_token=", 41001)]
    [InlineData("appid=wx0000000000000001&js_code=x&grant_type=authorization_code&component_appid=wx2&component_access_token=no", 40014)]
    public async Task A_bad_request_of_a_platform_is_refused(string query, int errcode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal(errcode, (await PlatformLoginAsync(emulator, query)).Errcode());
    }

    [Fact]
    public async Task A_reset_removes_codes()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var code = await CodeAsync(emulator, "{}");

        await emulator.PostJsonAsync("_emulator/reset", "{}");

        Assert.Equal(40029, (await LoginAsync(emulator, code)).Errcode());
    }

    [Fact]
    public async Task A_request_for_a_code_that_is_not_JSON_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using StringContent body = new("{");

        using var reply = await emulator.Client.PostAsync("_emulator/login/codes", body, TestEmulator.Cancellation);

        Assert.Equal(400, (int)reply.StatusCode);
    }

    private static async Task<string> CodeAsync(TestEmulator emulator, string json)
    {
        using StringContent body = new(json, Encoding.UTF8, "application/json");
        using var reply = await emulator.Client.PostAsync("_emulator/login/codes", body, TestEmulator.Cancellation);
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
        Assert.Equal(300, document.RootElement.Number("expiresIn"));
        return document.RootElement.Text("code");
    }

    private static async Task<JsonElement> PlatformLoginAsync(TestEmulator emulator, string query)
    {
        var token = query.Contains("component_access_token", StringComparison.Ordinal) ? string.Empty : $"&component_access_token={(await emulator.StableTokenAsync()).Text("access_token")}";
        return await emulator.GetJsonAsync($"sns/component/jscode2session?{query}{token}");
    }

    private static Task<JsonElement> LoginAsync(TestEmulator emulator, string code)
    {
        return emulator.GetJsonAsync($"sns/jscode2session?{Credentials}&js_code={code}&grant_type=authorization_code");
    }
}
