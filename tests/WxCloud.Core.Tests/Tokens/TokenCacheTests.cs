using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using WxCloud.Local;
using Xunit;

namespace WxCloud.Core.Tests.Tokens;

/// <summary>The cache of one user. Each connection represents a process: they share only the folder.</summary>
public sealed class TokenCacheTests : EmulatorTest
{
    private string CacheFolder => Folder.At("tokens");

    private string CacheFile => Directory.GetFiles(CacheFolder, "*.token").Single();

    [Theory]
    [InlineData(WxTokenMode.Stable, "cgi-bin/stable_token")]
    [InlineData(WxTokenMode.Standard, "cgi-bin/token")]
    public async Task Many_processes_request_one_token_and_share_it(WxTokenMode mode, string route)
    {
        var given = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Connect(mode: mode).Engine.Tokens.GetAsync(Token).AsTask()));
        Assert.Single(given.Select(static token => token!.Value).Distinct());
        Assert.Equal(1, await Emulator.CountAsync(route, Token));
    }

    [Theory]
    [InlineData(WxTokenMode.Stable, "cgi-bin/stable_token")]
    [InlineData(WxTokenMode.Standard, "cgi-bin/token")]
    public async Task Many_processes_whose_token_is_refused_share_one_new_one(WxTokenMode mode, string route)
    {
        var processes = Enumerable.Range(0, 8).Select(_ => Connect(mode: mode).Engine).ToArray();
        await Task.WhenAll(processes.Select(services => services.Tokens.GetAsync(Token).AsTask()));
        await Emulator.PostAsync("tokens/expire", body: null, Token);
        await Task.WhenAll(processes.SelectMany(services => Enumerable.Range(0, 4).Select(i => services.Storage.GetUploadTicketAsync("local-env", $"{i}.txt", Token))));
        Assert.Equal(2, await Emulator.CountAsync(route, Token));
    }

    [Fact]
    public async Task The_two_modes_have_separate_tokens()
    {
        var stable = await Connect().Engine.Tokens.GetAsync(Token);
        var standard = await Connect(mode: WxTokenMode.Standard).Engine.Tokens.GetAsync(Token);
        Assert.NotEqual(stable!.Value, standard!.Value);
        Assert.Equal(2, Directory.GetFiles(CacheFolder, "*.token").Length);
    }

    [Fact]
    public async Task Without_the_cache_nothing_is_written()
    {
        await Connect(static settings => settings with { NoTokenCache = true }).Engine.Tokens.GetAsync(Token);
        Assert.False(Directory.Exists(CacheFolder));
    }

    [Fact]
    public async Task A_wrong_secret_neither_gets_nor_replaces_the_token_of_the_right_one()
    {
        var right = await Connect().Engine.Tokens.GetAsync(Token);
        var error = await Assert.ThrowsAsync<WxCloudException>(async () => await Connect(static settings => settings with { AppSecret = new("wrong-secret") }).Engine.Tokens.GetAsync(Token));
        Assert.Equal("WxCloud.Token.SecretWrong", error.ErrorId);
        Assert.Equal(right!.Value, (await Connect().Engine.Tokens.GetAsync(Token))!.Value);
        Assert.Equal(2, await Emulator.CountAsync("cgi-bin/stable_token", Token));
    }

    [Fact]
    public async Task A_call_succeeds_when_the_token_of_another_process_was_replaced_as_well()
    {
        var (first, second) = (Connect().Engine, Connect().Engine);
        await first.Tokens.GetAsync(Token);
        await Emulator.PostAsync("tokens/expire", body: null, Token);
        await second.Storage.GetUploadTicketAsync("local-env", "a.txt", Token);
        await Emulator.PostAsync("tokens/expire", body: null, Token);
        await first.Storage.GetUploadTicketAsync("local-env", "a.txt", Token);
    }

    [Fact]
    public async Task File_names_contain_neither_secret_nor_token()
    {
        await Connect().Engine.Tokens.GetAsync(Token);
        Assert.All(Directory.GetFiles(CacheFolder), static file => Assert.Matches(@"[/\\][0-9a-f]{32}\.(token|lock)$", file));
        Assert.DoesNotContain("emulator-secret", await File.ReadAllTextAsync(CacheFile, Token), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_theFolder_and_its_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows seals the content instead.");
        await Connect().Engine.Tokens.GetAsync(Token);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(CacheFolder));
        Assert.NotEmpty(Directory.GetFiles(CacheFolder));
        Assert.All(Directory.GetFiles(CacheFolder), static file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task AFolder_that_others_can_write_is_not_used_and_a_warning_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        Directory.CreateDirectory(CacheFolder);
        File.SetUnixFileMode(CacheFolder, File.GetUnixFileMode(CacheFolder) | UnixFileMode.OtherWrite);

        var services = Connect().Engine;
        var ears = new RecordingListener();
        using var listening = services.Log.Listen(ears);
        Assert.NotNull(await services.Tokens.GetAsync(Token));
        Assert.Contains(CacheFolder, Assert.Single(ears.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(CacheFolder));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_file_that_others_could_have_written_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        await Connect().Engine.Tokens.GetAsync(Token);
        File.SetUnixFileMode(CacheFile, File.GetUnixFileMode(CacheFile) | UnixFileMode.OtherWrite);

        Assert.Equal(WxTokenOrigin.Service, (await Connect().Engine.Tokens.GetAsync(Token))!.Source);
        Assert.Equal(WxTokenOrigin.Cache, (await Connect().Engine.Tokens.GetAsync(Token))!.Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\0\u0001\u0002 not a file of ours")]
    [InlineData("{\"version\":1,\"token\":{}}")]
    public async Task A_damaged_file_is_replaced(string content)
    {
        await Connect().Engine.Tokens.GetAsync(Token);
        await File.WriteAllTextAsync(CacheFile, content, Token);
        await AssertReplacedAsync();
    }

    [Fact]
    public async Task A_huge_file_is_replaced_unread()
    {
        await Connect().Engine.Tokens.GetAsync(Token);
        await using (var file = File.OpenWrite(CacheFile))
        {
            file.SetLength(8L << 30);
        }

        await AssertReplacedAsync();
    }

    [Theory]
    [InlineData("version", 2)]
    [InlineData("endpoint", "https://elsewhere.example")]
    [InlineData("appId", "wx9999")]
    [InlineData("mode", "Standard")]
    [InlineData("secretFingerprint", "00")]
    [InlineData("token", "with\r\nline")]
    [InlineData("token", "")]
    [InlineData("obtainedOn", "2999-01-01T00:00:00+00:00")]
    [InlineData("expiresOn", "2999-01-01T00:00:00+00:00")]
    [InlineData("expiresOn", "2001-01-01T00:00:00+00:00")]
    [InlineData("expiresOn", "no date")]
    public async Task A_foreign_or_impossible_file_is_replaced(string property, object value)
    {
        await Connect().Engine.Tokens.GetAsync(Token);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The content is sealed.");
        var content = JsonNode.Parse(await File.ReadAllTextAsync(CacheFile, Token))!;
        Assert.NotNull(content[property]);
        content[property] = JsonValue.Create(value);
        await File.WriteAllTextAsync(CacheFile, content.ToJsonString(), Token);
        await AssertReplacedAsync();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-24)]
    [InlineData(24 * 400)]
    public async Task A_clock_that_jumps_causes_one_call_and_no_error(int hours)
    {
        var time = new AcceleratedTime();
        var services = Connect(time: time).Engine;
        await services.Tokens.GetAsync(Token);
        time.Offset = TimeSpan.FromHours(hours);
        await services.Storage.GetUploadTicketAsync("local-env", "a.txt", Token);
        await services.Storage.GetUploadTicketAsync("local-env", "b.txt", Token);
        Assert.Equal(2, await Emulator.CountAsync("cgi-bin/stable_token", Token));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        var time = new AcceleratedTime();
        var services = Connect(time: time).Engine;
        var first = await services.Tokens.GetAsync(Token);
        await MoveAsync(TimeSpan.FromSeconds(7200 - 250));
        Assert.Equal(first!.Value, (await services.Tokens.GetAsync(Token))!.Value);
        await MoveAsync(TimeSpan.FromSeconds(20));
        Assert.NotEqual(first.Value, (await services.Tokens.GetAsync(Token))!.Value);
        await MoveAsync(TimeSpan.FromSeconds(300));
        await services.Storage.GetUploadTicketAsync("local-env", "a.txt", Token);
        Assert.Equal(2, await Emulator.CountAsync("cgi-bin/stable_token", Token));

        async Task MoveAsync(TimeSpan by)
        {
            time.Offset += by;
            await Emulator.PostAsync("clock", new { advanceSeconds = by.TotalSeconds }, Token);
        }
    }

    [Fact]
    public async Task A_process_that_waited_for_the_lock_uses_the_token_of_its_holder()
    {
        var holder = Connect();
        await holder.Engine.Tokens.GetAsync(Token);
        var left = await File.ReadAllBytesAsync(CacheFile, Token);
        var name = Path.GetFileNameWithoutExtension(CacheFile);
        File.Delete(CacheFile);
        var folder = new OwnerOnlyFolder(CacheFolder);
        Task<AccessToken?> waiting;
        using (folder.TryLock(name + ".lock"))
        {
            waiting = Connect().Engine.Tokens.GetAsync(Token).AsTask();
            Assert.False(waiting.IsCompleted);
            folder.Write(name + ".token", left);
            Assert.Equal(WxTokenOrigin.Cache, (await waiting)!.Source);
        }

        Assert.Equal(1, await Emulator.CountAsync("cgi-bin/stable_token", Token));
    }

    [Fact]
    public async Task Waiting_for_the_lock_can_be_cancelled()
    {
        await Connect().Engine.Tokens.GetAsync(Token);
        var name = Path.GetFileNameWithoutExtension(CacheFile);
        File.Delete(CacheFile);
        using var held = new OwnerOnlyFolder(CacheFolder).TryLock(name + ".lock");
        using var stop = new CancellationTokenSource();
        var waiting = Connect().Engine.Tokens.GetAsync(stop.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_lock_that_is_never_released_does_not_block_other_processes()
    {
        await Connect().Engine.Tokens.GetAsync(Token);
        var name = Path.GetFileNameWithoutExtension(CacheFile);
        File.Delete(CacheFile);
        using var held = new OwnerOnlyFolder(CacheFolder).TryLock(name + ".lock");
        Assert.Equal(WxTokenOrigin.Service, (await Connect(time: new RacingTime()).Engine.Tokens.GetAsync(Token))!.Source);
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_released()
    {
        var flock = Programs.Find("flock");
        Assert.SkipWhen(flock is null, "flock is not installed.");
        Directory.CreateDirectory(CacheFolder);
        var folder = new OwnerOnlyFolder(CacheFolder);
        using var other = Process.Start(flock, ["--no-fork", Path.Combine(CacheFolder, "a.lock"), "sleep", "600"]);
        Assert.True(SpinWait.SpinUntil(() => IsHeld(), TimeSpan.FromSeconds(10)));
        other.Kill();
        await other.WaitForExitAsync(Token);
        Assert.False(IsHeld());

        bool IsHeld()
        {
            using var hold = folder.TryLock("a.lock");
            return hold is null;
        }
    }

    [Fact]
    public async Task Clearing_the_cache_removes_the_token_for_all_processes()
    {
        var services = Connect().Engine;
        await services.Tokens.GetAsync(Token);
        services.Tokens.Forget();
        Assert.Empty(Directory.GetFiles(CacheFolder, "*.token"));
        Assert.Equal(WxTokenOrigin.Service, (await services.Tokens.GetAsync(Token))!.Source);
    }

    private async Task AssertReplacedAsync()
    {
        Assert.Equal(WxTokenOrigin.Service, (await Connect().Engine.Tokens.GetAsync(Token))!.Source);
        var next = Connect().Engine;
        Assert.Equal(WxTokenOrigin.Cache, (await next.Tokens.GetAsync(Token))!.Source);
        await next.Storage.GetUploadTicketAsync("local-env", "a.txt", Token);
        Assert.Equal(2, await Emulator.CountAsync("cgi-bin/stable_token", Token));
    }

    private WxCloudConnection Connect(Func<ConnectionSettings, ConnectionSettings>? change = null, WxTokenMode mode = default, TimeProvider? time = null) =>
        Emulator.Connect(
            settings =>
            {
                settings = settings with { NoTokenCache = false, DataFolder = Folder.Path, TokenMode = mode };
                return change?.Invoke(settings) ?? settings;
            },
            time);

    /// <summary>A clock under which a second lasts a millisecond.</summary>
    private sealed class RacingTime : TimeProvider
    {
        private const int Factor = 1000;

        public override long GetTimestamp() => base.GetTimestamp() * Factor;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime < TimeSpan.FromMinutes(1) && dueTime > TimeSpan.Zero ? dueTime / Factor : dueTime, period);
    }
}
