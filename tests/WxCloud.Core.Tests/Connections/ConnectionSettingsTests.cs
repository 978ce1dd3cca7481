using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Core.Tests.Support;
using WxCloud.Secrets;
using Xunit;

namespace WxCloud.Core.Tests.Connections;

public sealed class ConnectionSettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://user:planted-password@gateway.example/", "EndpointInvalid")]
    [InlineData("https://gateway.example/?access_token=planted-password", "EndpointInvalid")]
    [InlineData("https://gateway.example/#part", "EndpointInvalid")]
    [InlineData("ftp://gateway.example/", "EndpointInvalid")]
    [InlineData("http://gateway.example/", "PlainHttpRefused")]
    public void An_invalid_address_is_refused_without_showing_a_secret(string endpoint, string reason)
    {
        var error = Assert.Throws<WxCloudException>(() => new WxCloudConnection(new() { AppId = "wx1", AppSecret = new("secret"), Endpoint = new(endpoint) }));
        Assert.Equal("WxCloud.Connection." + reason, error.ErrorId);
        Assert.DoesNotContain("planted-password", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("//host")]
    [InlineData("https://")]
    [InlineData("https://ho st/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://[::1")]
    [InlineData("https://host:99999/")]
    public void A_malformed_endpoint_variable_is_an_error(string endpoint) =>
        Assert.Throws<WxCloudException>(() => EnvironmentVariables.Read(name => name == "WXCLOUD_ENDPOINT" ? endpoint : name));

    [Theory]
    [InlineData("id", null, null)]
    [InlineData(null, "key", null)]
    [InlineData(null, null, "token")]
    public void Half_of_a_COS_key_pair_is_an_error(string? id, string? key, string? token) =>
        Assert.Equal(
            "WxCloud.Connection.SettingMissing",
            Assert.Throws<WxCloudException>(() => (ConnectionSettings.ForEmulator() with
            {
                CosSecretId = id,
                CosSecretKey = key is null ? null : new(key),
                CosSessionToken = token is null ? null : new(token),
            }).Validate()).ErrorId);

    [Fact]
    public void COS_keys_of_the_variables_serve_settings_without_their_own()
    {
        static string? Variable(string name) => name.StartsWith("WXCLOUD_COS_", StringComparison.Ordinal) ? name : null;
        var added = EnvironmentVariables.AddKeys(new(), Variable);
        Assert.Equal(new("WXCLOUD_COS_SECRETID", new("WXCLOUD_COS_SECRETKEY"), new("WXCLOUD_COS_TOKEN")), added.CosCredential);
        Assert.True(added.AreKeysOfVariables);

        var own = new ConnectionSettings { CosSecretId = "id", CosSecretKey = new("key") };
        Assert.Same(own, EnvironmentVariables.AddKeys(own, Variable));
        Assert.Null(EnvironmentVariables.AddKeys(new(), static _ => null).CosCredential);
        Assert.Equal(added.CosCredential, EnvironmentVariables.Read(static name => name == "WXCLOUD_APPID" ? "wx1" : Variable(name))!.CosCredential);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("wx1", null)]
    [InlineData("wx1", " ")]
    public void A_missing_secret_is_an_error_that_names_it(string? appId, string? secret) =>
        Assert.Equal(
            "WxCloud.Connection.SettingMissing",
            Assert.Throws<WxCloudException>(() => new WxCloudConnection(new() { AppId = appId, AppSecret = secret is null ? null : new(secret) })).ErrorId);

    [Theory]
    [InlineData(false, "/tcb/uploadfile?access_token=component%2Ftoken")]
    [InlineData(true, "/componenttcb/uploadfile?access_token=component%2Ftoken")]
    public async Task An_environment_of_a_platform_has_its_own_routes(bool isPlatformEnvironment, string target)
    {
        await using var server = new ScriptedServer(static _ => ScriptedReply.Json("""{"errcode":0,"errmsg":"ok"}"""));
        using var connection = new WxCloudConnection(
            new()
            {
                Credential = WxCredentialKind.AccessToken,
                AccessToken = new("component/token"),
                Endpoint = server.Endpoint,
                IsPlatformEnvironment = isPlatformEnvironment,
                Timeout = TimeSpan.FromHours(1),
            },
            new AcceleratedTime());
        await Assert.ThrowsAsync<WxCloudException>(() => connection.Engine.Storage.GetUploadTicketAsync("env", "a.txt", Token));
        Assert.Equal(target, server.Requests.TryPeek(out var request) ? request.Target : null);
    }

    [Fact]
    public async Task A_container_token_is_read_for_each_call_and_an_empty_file_is_an_error()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("token", "first-token\n");
        using var connection = new WxCloudConnection(new() { Credential = WxCredentialKind.CloudRunToken, TokenPath = path });
        var first = await connection.Engine.Tokens.GetAsync(Token);
        Assert.Equal((new Secret("first-token"), "cloudbase_access_token"), (first!.Value, first.QueryParameter));
        Assert.Null(await connection.Engine.Tokens.RenewAsync(first, Token));
        folder.Write("token", "second-token");
        Assert.Equal(new Secret("second-token"), (await connection.Engine.Tokens.RenewAsync(first, Token))!.Value);
        foreach (var content in new[] { "", " \n", "two words", new string('x', 100_000) })
        {
            folder.Write("token", content);
            var error = await Assert.ThrowsAsync<WxCloudException>(async () => await connection.Engine.Tokens.GetAsync(Token));
            Assert.Equal("WxCloud.Token.FileUnreadable", error.ErrorId);
        }
    }
}
