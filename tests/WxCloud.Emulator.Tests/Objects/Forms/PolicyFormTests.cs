using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.Signatures;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Forms;

public sealed class PolicyFormTests
{
    private const string KeyTime = "1709618828;1709622428";
    private const string Required = $$"""{"q-sign-algorithm":"sha1"},{"q-ak":"emulator-secret-id"},{"q-sign-time":"{{KeyTime}}"}""";

    [Fact]
    public async Task A_signed_policy_admits_a_file_and_fills_the_file_name_into_the_key()
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await PostAsync(
            emulator, Policy("""["starts-with","$key","folder/"],{"bucket":"6c6f-local-env-1250000000"}"""), "folder/${filename}");

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        using var stored = await emulator.SendSignedAsync(HttpMethod.Get, "folder/a.bin");
        Assert.Equal("hello", await stored.TextAsync());
    }

    [Theory]
    [InlineData("""["starts-with","$key","other/"]""")]
    [InlineData("""["eq","$key","folder"]""")]
    [InlineData("""{"acl":"private"}""")]
    [InlineData("""{"bucket":"another"}""")]
    [InlineData("""["eq","$Content-Type","image/png"]""")]
    public async Task A_condition_that_is_not_met_is_named(string condition)
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await PostAsync(emulator, Policy(condition), "folder/a");

        var error = await reply.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.StartsWith("Condition key ", error.Element("Message")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 5, null)]
    [InlineData(6, 9, "EntityTooSmall")]
    [InlineData(0, 4, "EntityTooLarge")]
    public async Task A_policy_limits_the_length_of_the_file(int min, int max, string? code)
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await PostAsync(emulator, Policy($"""["content-length-range",{min},{max}]"""), "a");

        if (code is not null)
        {
            await reply.RefusedAsync(HttpStatusCode.BadRequest, code);
        }

        using var stored = await emulator.SendSignedAsync(HttpMethod.Get, "a");
        Assert.Equal(code is null ? HttpStatusCode.OK : HttpStatusCode.NotFound, stored.StatusCode);
    }

    [Fact]
    public async Task An_expired_policy_and_an_expired_key_are_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Time.Advance(1800);
        using var policy = await PostAsync(emulator, Policy("""["starts-with","$key",""]""", "2024-03-05T06:30:00Z"), "a");
        emulator.Time.Advance(1801);
        using var key = await PostAsync(emulator, Policy("""["starts-with","$key",""]"""), "a");

        var error = await policy.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal(
            "You post object request has been expired, expiration time: 1709620200 but the time now : 1709620628", error.Element("Message")!.Value);
        error = await key.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal("Request has expired", error.Element("Message")!.Value);
    }

    [Fact]
    public async Task A_wrong_signature_an_unknown_key_and_a_policy_without_conditions_are_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var policy = Policy("""["starts-with","$key",""]""");

        using var wrong = await PostAsync(emulator, policy, "a", secretKey: "wrong");
        using var unknown = await PostAsync(emulator, policy, "a", secretId: "unknown");
        using var unconditional = await PostAsync(emulator, """{"expiration":"2024-03-05T09:00:00Z","conditions":[]}""", "a");
        using var careless = await PostAsync(emulator, """{"expiration":"2024-03-05T09:00:00Z","conditions":[{"key":"a"}]}""", "a");

        await wrong.RefusedAsync(HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
        await unknown.RefusedAsync(HttpStatusCode.Forbidden, "InvalidAccessKeyId");
        await unconditional.RefusedAsync(HttpStatusCode.BadRequest, "InvalidPolicyDocument");
        await careless.RefusedAsync(HttpStatusCode.BadRequest, "InvalidPolicyDocument");
    }

    [Fact]
    public async Task The_signature_field_takes_a_signature_of_the_key_pair_as_well()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var form = new Form().Field("key", "a").Field("Signature", emulator.Authorization("post", "/")).File(Encoding.UTF8.GetBytes("hello")).End();
        var wrong = new Form().Field("key", "a").Field("Signature", emulator.Authorization("put", "/")).File(Encoding.UTF8.GetBytes("hello")).End();

        using var reply = await emulator.PostFormAsync($"{TestEmulator.Bucket}/", form);
        using var refused = await emulator.PostFormAsync($"{TestEmulator.Bucket}/", wrong);

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        await refused.RefusedAsync(HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    private static string Policy(string conditions, string expiration = "2024-03-05T09:00:00Z")
    {
        return $$"""{"expiration":"{{expiration}}","conditions":[{{Required}},{{conditions}}]}""";
    }

    private static Task<HttpResponseMessage> PostAsync(
        TestEmulator emulator, string policy, string key, string secretId = "emulator-secret-id", string secretKey = "emulator-secret-key")
    {
        var text = Encoding.UTF8.GetBytes(policy);
        var fields = new Dictionary<string, string>()
        {
            ["key"] = key,
            ["policy"] = Convert.ToBase64String(text),
            ["q-sign-algorithm"] = "sha1",
            ["q-ak"] = secretId,
            ["q-key-time"] = KeyTime,
            ["q-signature"] = CosSigner.SignPolicy(CosSigner.SignKey(secretKey, KeyTime), text),
        };
        return emulator.PostFormAsync($"{TestEmulator.Bucket}/", new Form().Fields(fields).File(Encoding.UTF8.GetBytes("hello")).End());
    }
}
