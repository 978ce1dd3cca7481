using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Tokens;
using Xunit;

namespace WxCloud.Core.Tests.Tokens;

public sealed class RefreshAllowanceTests
{
    /// <summary>Ten in the evening in China: two hours are left of the day.</summary>
    private static readonly DateTimeOffset s_evening = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Two_forced_refreshes_are_thirty_seconds_apart()
    {
        var used = RefreshAllowance.Unused.Use(s_evening);
        var error = Assert.Throws<WxCloudException>(() => used.Use(s_evening.AddSeconds(29)));
        Assert.Equal("WxCloud.Token.RefreshLimit", error.ErrorId);
        Assert.Equal(2, used.Use(s_evening.AddSeconds(30)).CountThatDay);
    }

    [Fact]
    public void Twenty_forced_refreshes_are_allowed_per_day_of_the_service()
    {
        var used = Enumerable.Range(0, RefreshAllowance.PerDay).Aggregate(RefreshAllowance.Unused, static (used, i) => used.Use(s_evening.AddMinutes(i)));
        Assert.Throws<WxCloudException>(() => used.Use(s_evening.AddMinutes(119)));
        Assert.Equal(1, used.Use(s_evening.AddMinutes(120)).CountThatDay);
    }

    [Fact]
    public void A_recorded_time_in_the_future_is_ignored() =>
        Assert.Equal(1, new RefreshAllowance(s_evening.AddYears(1), RefreshAllowance.PerDay).Use(s_evening).CountThatDay);

    [Fact]
    public async Task A_refresh_is_forced_only_when_the_plain_call_returns_the_refused_token_and_not_repeated_at_once()
    {
        using var folder = new TemporaryFolder();
        var forced = new List<bool>();
        await using var server = new ScriptedServer(request =>
        {
            if (!request.Target.Contains("stable_token", StringComparison.Ordinal))
            {
                return ScriptedReply.Json("""{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest rid: 1-2-3"}""");
            }

            forced.Add(JsonDocument.Parse(Encoding.UTF8.GetString(request.Body)).RootElement.GetProperty("force_refresh").GetBoolean());
            return ScriptedReply.Json($$"""{"access_token":"token-{{forced.Count(static isForced => isForced)}}","expires_in":7200}""");
        });
        using var first = Connect();
        Assert.Equal("WxCloud.Token.Refused", (await RefusedAsync(first)).ErrorId);
        Assert.Equal([false, false, true], forced);

        // Another process reads from the file that it is too early.
        using var second = Connect();
        var error = await RefusedAsync(second);
        Assert.Equal("WxCloud.Token.RefreshLimit", error.ErrorId);
        Assert.True(error.IsFatal);
        Assert.Equal([false, false, true, false], forced);

        WxCloudConnection Connect() => new(
            new() { AppId = "wx1", AppSecret = new("secret-of-wx1"), Endpoint = server.Endpoint, DataFolder = folder.Path, Timeout = TimeSpan.FromHours(1) },
            new AcceleratedTime());

        static async Task<WxCloudException> RefusedAsync(WxCloudConnection connection) =>
            await Assert.ThrowsAsync<WxCloudException>(() => connection.Engine.Storage.GetUploadTicketAsync("env", "a", Token));
    }
}
