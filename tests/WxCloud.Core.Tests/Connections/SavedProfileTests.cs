using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Connections;

public sealed class SavedProfileTests : IDisposable
{
    private static readonly ConnectionSettings s_settings = new()
    {
        AppId = "wx1234567890",
        AppSecret = new("secret-of-the-app"),
        EnvironmentId = "env-1a2b3c",
        Endpoint = new("https://gateway.example/wx"),
        TokenMode = WxTokenMode.Standard,
        NoTokenCache = true,
        IsPlatformEnvironment = true,
        Timeout = TimeSpan.FromSeconds(17),
        CosSecretId = "id",
        CosSecretKey = new("cos-secret-key"),
        CosSessionToken = new("cos-session"),
    };

    private readonly TemporaryFolder _folder = new();

    private SavedProfiles Profiles => SavedProfiles.Open(_folder.Path);

    private string FileOfNightly => Path.Combine(_folder.At("profiles"), "p-nightly.profile");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_profile_comes_back_as_it_was()
    {
        Profiles.Save("Nightly", s_settings, replace: false);
        var loaded = Profiles.Load("nightly");
        Assert.Equal(s_settings with { Name = "Nightly", ProfileName = "Nightly" }, loaded);
        Assert.Equal(["Nightly"], Profiles.Names());
    }

    [Theory]
    [InlineData("夜间任务")]
    [InlineData("con")]
    [InlineData("..")]
    public void Any_word_is_a_name(string name)
    {
        Profiles.Save(name, s_settings, replace: false);
        Assert.Equal(name, Profiles.Load(name).Name);
        Assert.Single(Directory.GetFiles(_folder.At("profiles")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("a b")]
    public void A_path_is_refused_as_a_name(string name) => AssertFails("ProfileNameInvalid", () => Profiles.Load(name));

    [Fact]
    public void A_profile_is_replaced_only_when_asked()
    {
        Profiles.Save("nightly", s_settings, replace: false);
        AssertFails("ProfileExists", () => Profiles.Save("NIGHTLY", s_settings, replace: false));
        Profiles.Save("NIGHTLY", s_settings with { AppId = "wx2" }, replace: true);
        Assert.Equal("wx2", Profiles.Load("nightly").AppId);
    }

    [Fact]
    public void An_unknown_profile_is_an_error_that_names_it() => AssertFails("ProfileMissing", () => Profiles.Load("nowhere"));

    [Fact]
    public void A_script_is_kept_instead_of_the_secret()
    {
        Profiles.Save("nightly", s_settings with { SecretScript = "Get-Secret wx" }, replace: false);
        var loaded = Profiles.Load("nightly");
        Assert.Equal(("Get-Secret wx", null), (loaded.SecretScript, loaded.AppSecret));
        Assert.DoesNotContain("secret-of-the-app", File.ReadAllText(FileOfNightly), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_profile_is_readable_by_its_owner_alone_and_refused_when_others_can_write_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows seals the content instead.");
        Profiles.Save("nightly", s_settings, replace: false);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileOfNightly));
        File.SetUnixFileMode(FileOfNightly, File.GetUnixFileMode(FileOfNightly) | UnixFileMode.OtherWrite);
        AssertFails("ProfileUnreadable", () => Profiles.Load("nightly"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"name\":5}")]
    [InlineData("{\"name\":\"nightly\",\"tokenMode\":\"Nonsense\"}")]
    public void A_damaged_profile_is_an_error_that_names_it(string content)
    {
        Profiles.Save("nightly", s_settings, replace: false);
        File.WriteAllText(FileOfNightly, content);
        AssertFails("ProfileUnreadable", () => Profiles.Load("nightly"));
    }

    [Fact]
    public void A_connection_from_another_process_finds_its_secret_in_its_profile()
    {
        Profiles.Save("nightly", s_settings, replace: false);
        var found = Recover(Describe(s_settings with { Name = "x", ProfileName = "nightly", EnvironmentId = "other" }), Profiles);
        Assert.Equal((s_settings.AppSecret, "x", "other"), (found.AppSecret, found.Name, found.EnvironmentId));
    }

    [Fact]
    public void A_connection_from_another_process_finds_its_secret_in_the_environment_or_in_any_profile_of_its_app()
    {
        var settings = s_settings with { Endpoint = ConnectionSettings.DefaultEndpoint };
        var fromEnvironment = Recover(Describe(settings), Profiles, Variables(("WXCLOUD_APPID", settings.AppId!), ("WXCLOUD_APPSECRET", "from-environment")));
        Assert.Equal(new("from-environment"), fromEnvironment.AppSecret);

        Profiles.Save("unnamed", settings, replace: false);
        Assert.Equal(settings.AppSecret, Recover(Describe(settings), Profiles).AppSecret);
    }

    [Fact]
    public void No_secret_goes_to_an_address_that_it_was_not_saved_for()
    {
        Profiles.Save("nightly", s_settings, replace: false);
        var forged = Describe(s_settings with { ProfileName = "nightly", Endpoint = new("https://evil.example/") });
        AssertFails("SecretNotFound", () => Recover(forged, Profiles, Variables(("WXCLOUD_APPID", s_settings.AppId!), ("WXCLOUD_APPSECRET", "s-e-c-r-e-t"))));
    }

    [Fact]
    public void A_token_of_an_unknown_app_is_not_used_for_another_connection()
    {
        var settings = new ConnectionSettings { Credential = WxCredentialKind.AccessToken, AccessToken = new("given-token") };
        Profiles.Save("other", settings, replace: false);
        AssertFails("SecretNotFound", () => Recover(Describe(settings), Profiles));
        Assert.Equal(settings.AccessToken, Recover(Describe(settings with { ProfileName = "other" }), Profiles).AccessToken);
    }

    [Fact]
    public void A_secret_found_in_a_profile_brings_the_script_of_the_profile()
    {
        Profiles.Save("nightly", s_settings with { SecretScript = "Get-Secret wx" }, replace: false);
        var found = Recover(Describe(s_settings), Profiles);
        Assert.Equal(("Get-Secret wx", "nightly", null), (found.SecretScript, found.ProfileName, found.AppSecret));
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(int.MaxValue, 86400)]
    public void A_timeout_from_a_file_is_kept_in_bounds(int saved, int expected)
    {
        Profiles.Save("nightly", s_settings, replace: false);
        File.WriteAllText(FileOfNightly, File.ReadAllText(FileOfNightly).Replace("\"timeoutSeconds\": 17", $"\"timeoutSeconds\": {saved}", StringComparison.Ordinal));
        Assert.Equal(expected, Profiles.Load("nightly").Timeout.TotalSeconds);
    }

    [Fact]
    public void COS_keys_of_the_variables_are_not_saved()
    {
        Profiles.Save("nightly", s_settings with { AreKeysOfVariables = true, CosSessionToken = new("session") }, replace: false);
        Assert.DoesNotContain(s_settings.CosSecretKey!.Reveal(), File.ReadAllText(FileOfNightly), StringComparison.Ordinal);
        var loaded = Profiles.Load("nightly");
        Assert.Equal((null, null, null, s_settings.AppId), (loaded.CosSecretId, loaded.CosSecretKey, loaded.CosSessionToken, loaded.AppId));
    }

    [Fact]
    public void A_profile_of_an_earlier_version_keeps_its_meaning()
    {
        Profiles.Save("nightly", s_settings, replace: false);
        File.WriteAllText(FileOfNightly, """{"name":"nightly","credential":"AppSecret","appId":"wx1","appSecret":"earlier-secret","tokenPath":null,"cosSecretId":"id","cosSecretKey":"earlier-key"}""");
        var loaded = Profiles.Load("nightly");
        var expected = new ConnectionSettings { Name = "nightly", ProfileName = "nightly", AppId = "wx1", AppSecret = new("earlier-secret"), CosSecretId = "id", CosSecretKey = new("earlier-key") };
        Assert.Equal(expected, loaded);
        Assert.Equal(new("id", new("earlier-key"), SessionToken: null), loaded.CosCredential);
    }

    [Fact]
    public void A_connection_from_another_process_has_its_settings_and_no_engine()
    {
        var connection = WxCloudConnection.StandIn(Describe(s_settings with { Name = "x" }));
        Assert.Equal(("x", s_settings.AppId, s_settings.Endpoint), (connection.Name, connection.AppId, connection.Endpoint));
        AssertFails("SecretNotFound", () => _ = connection.Engine);
    }

    [Fact]
    public void A_connection_that_needs_no_secret_looks_for_none()
    {
        var emulator = Recover(Describe(ConnectionSettings.ForEmulator(new("http://127.0.0.1:1234/"))), profiles: null);
        Assert.Equal(("emulator", "http://127.0.0.1:1234/"), (emulator.Name, emulator.Endpoint.AbsoluteUri));
        var container = Recover(Describe(new() { Credential = WxCredentialKind.CloudRunToken }), profiles: null);
        Assert.Equal(ConnectionSettings.DefaultTokenPath, container.TokenPath);
    }

    [Fact]
    public void A_deserialised_connection_does_not_choose_the_file_that_is_sent_as_a_token()
    {
        var forged = Describe(new() { Credential = WxCredentialKind.CloudRunToken, TokenPath = "/etc/passwd" });
        AssertFails("SecretNotFound", () => Recover(forged, profiles: null));
    }

    /// <summary>What is known of a connection in another process.</summary>
    private static ConnectionSettings Describe(ConnectionSettings settings) =>
        settings with { AppSecret = null, AccessToken = null, CosSecretKey = null, CosSessionToken = null, SecretScript = null };

    private static ConnectionSettings Recover(ConnectionSettings described, SavedProfiles? profiles, Func<string, string?>? variable = null) =>
        new SecretRecovery(profiles, variable ?? Nothing).Recover(described);

    private static string? Nothing(string name) => null;

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;

    private static void AssertFails(string reason, Action step) =>
        Assert.Equal("WxCloud.Connection." + reason, Assert.Throws<WxCloudException>(step).ErrorId);
}
