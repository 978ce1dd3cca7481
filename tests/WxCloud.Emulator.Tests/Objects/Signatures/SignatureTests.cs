using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Signatures;

public sealed class SignatureTests
{
    private const string Url = $"{TestEmulator.Bucket}/a.txt";

    [Fact]
    public async Task A_signature_in_the_header_in_parameters_or_in_one_parameter_is_accepted()
    {
        await using var emulator = await StartAsync();
        var authorization = emulator.Authorization("get", "/a.txt");
        var parameters = authorization.Replace(";", "%3B", StringComparison.Ordinal);

        foreach (string url in new[] { $"{Url}?{parameters}", $"{Url}?sign={Uri.EscapeDataString(authorization)}", $"{Url}?x=y&{authorization}" })
        {
            Assert.Equal("hello", await emulator.Client.GetStringAsync(url, TestEmulator.Cancellation));
        }

        using var reply = await emulator.SendSignedAsync(HttpMethod.Get, "a.txt");
        Assert.Equal("hello", await reply.TextAsync());
    }

    [Fact]
    public async Task Signed_headers_and_parameters_must_be_as_they_were_signed()
    {
        await using var emulator = await StartAsync();
        var headers = new Dictionary<string, string>() { ["x-cos-meta-colour"] = "dark blue", ["Host"] = emulator.Endpoint.Authority };
        var parameters = new Dictionary<string, string>() { ["Prefix"] = "a b/", ["flag"] = "" };
        var authorization = emulator.Authorization("get", "/a.txt", parameters, headers);

        async Task<HttpStatusCode> GetAsync(string query, string colour)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Url}?{query}");
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.TryAddWithoutValidation("X-Cos-Meta-Colour", colour);
            using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);
            return reply.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await GetAsync("flag&Prefix=a%20b%2F&unsigned=1", "dark blue"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("flag&Prefix=a%20b", "dark blue"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("Prefix=a%20b%2F", "dark blue"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("flag&Prefix=a%20b%2F", "blue"));
    }

    [Theory]
    [InlineData("q-header-list")]
    [InlineData("q-url-param-list")]
    public async Task A_list_of_signed_names_that_the_request_lacks_is_refused(string list)
    {
        await using var emulator = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.TryAddWithoutValidation(
            "Authorization", emulator.Authorization("get", "/a.txt").Replace($"{list}=", $"{list}=absent", StringComparison.Ordinal));

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Theory]
    [InlineData("put", "/a.txt", "emulator-secret-id", "emulator-secret-key", 0, "SignatureDoesNotMatch")]
    [InlineData("get", "/b.txt", "emulator-secret-id", "emulator-secret-key", 0, "SignatureDoesNotMatch")]
    [InlineData("get", "/a.txt", "emulator-secret-id", "other", 0, "SignatureDoesNotMatch")]
    [InlineData("get", "/a.txt", "other", "emulator-secret-key", 0, "InvalidAccessKeyId")]
    [InlineData("get", "/a.txt", "emulator-secret-id", "emulator-secret-key", -601, "AccessDenied")]
    [InlineData("get", "/a.txt", "emulator-secret-id", "emulator-secret-key", 901, "RequestTimeTooSkewed")]
    public async Task An_invalid_signature_is_refused_with_its_reason(
        string method, string path, string secretId, string secretKey, int startsIn, string code)
    {
        await using var emulator = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.TryAddWithoutValidation(
            "Authorization", emulator.Authorization(method, path, startsIn: startsIn, secretId: secretId, secretKey: secretKey));

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        var error = await reply.RefusedAsync(HttpStatusCode.Forbidden, code);
        Assert.Equal(code == "AccessDenied" ? "Request has expired" : error.Element("Message")!.Value, error.Element("Message")!.Value);
        Assert.NotEmpty(reply.Header("x-cos-trace-id"));
    }

    [Fact]
    public async Task Every_request_without_a_signature_is_refused()
    {
        await using var emulator = await StartAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, Url);
            using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);
            await reply.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        }

        using var kept = await emulator.SendSignedAsync(HttpMethod.Get, "a.txt");
        Assert.Equal("hello", await kept.TextAsync());
    }

    [Fact]
    public async Task A_ticket_does_not_authorize_a_PUT()
    {
        await using var emulator = await StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        using var request = new HttpRequestMessage(HttpMethod.Put, ticket.Url) { Content = new StringContent("changed") };
        request.Headers.TryAddWithoutValidation("Authorization", ticket.Authorization);
        request.Headers.TryAddWithoutValidation("x-cos-security-token", ticket.Token);

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.Forbidden, "InvalidAccessKeyId");
    }

    [Fact]
    public async Task A_signature_with_a_field_missing_is_malformed()
    {
        await using var emulator = await StartAsync();

        using var reply = await emulator.Client.GetAsync($"{Url}?q-signature=0", TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "InvalidArgument");
    }

    private static async Task<TestEmulator> StartAsync()
    {
        var emulator = await TestEmulator.StartAsync();
        await emulator.UploadAsync("a.txt", "hello");
        return emulator;
    }
}
