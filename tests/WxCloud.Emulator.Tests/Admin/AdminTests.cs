using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Admin;

public sealed class AdminTests
{
    private const string VectorBody = """{"collectionName":"c","data":["{\"n\":{\"$numberInt\":\"1\"}}"],"multi":false,"limit":20,"action":"database.insertDocument","envName":"local-env","sessionToken":"sess","crossAuthorizationToken":""}""";
    private const string VectorSignature = "9c0bd708d3131a380519163d9576b7cbee7462295759a0482fc8c33be3353934";

    [Theory]
    [InlineData("wx")]
    [InlineData("node")]
    [InlineData("tcb")]
    public async Task A_Node_sdk_works_on_the_files(string library)
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { TimeProvider = TimeProvider.System });

        var output = await NodePackages.RunAsync("admin-storage.js", null, emulator.Endpoint.AbsoluteUri.TrimEnd('/'), library);

        Assert.Equal("ok", output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    [Theory]
    [InlineData("wx")]
    [InlineData("node")]
    [InlineData("tcb")]
    public async Task A_Node_sdk_works_on_the_database(string library)
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { TimeProvider = TimeProvider.System });

        var output = await NodePackages.RunAsync("admin-database.js", null, emulator.Endpoint.AbsoluteUri.TrimEnd('/'), library, "todos");

        Assert.Equal("ok", output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    [Theory]
    [InlineData(VectorSignature, 0, "DATABASE_COLLECTION_NOT_EXIST")]
    [InlineData(VectorSignature, 599, "DATABASE_COLLECTION_NOT_EXIST")]
    [InlineData(VectorSignature, 601, "SIGN_PARAM_INVALID")]
    [InlineData("9c0bd708d3131a380519163d9576b7cbee7462295759a0482fc8c33be3353935", 0, "SIGN_PARAM_INVALID")]
    [InlineData(null, 0, "SIGN_PARAM_INVALID")]
    public async Task A_TC3_signature_is_checked(string? signature, double secondsLater, string code)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddSeconds(secondsLater));
        await using var emulator = await TestEmulator.StartAsync(time: time);
        using HttpRequestMessage request = new(HttpMethod.Post, "admin?env=local-env&seqId=s1") { Content = new StringContent(VectorBody, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Host = "127.0.0.1:9380";
        foreach (var (name, value) in new (string, string)[]
        {
            ("User-Agent", "tcb-node-sdk/3.17.2"), ("X-TCB-Source", "wx_client,scf"), ("X-Client-Timestamp", "1700000000123"), ("X-SDK-Version", "wx-server-sdk/4.0.2"),
            ("X-Timestamp", "1700000000"), ("X-Signature-Expires", "600"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                "TC3-HMAC-SHA256 Credential=emulator-secret-id/2023-11-14/tcb/tc3_request, SignedParams=action;collectionname;data;envname;limit;multi;sessiontoken, "
                + $"SignedHeaders=content-type;host;user-agent;x-client-timestamp;x-sdk-version;x-tcb-source, Signature={signature}");
        }

        Assert.Equal(code, (await SendAsync(emulator, request)).Text("code"));
    }

    [Theory]
    [InlineData("""{"action":"database.nothing"}""", "INVALID_ACTION", "database.nothing")]
    [InlineData("""{"action":"database.getDocument","collectionName":"c","envName":"nope"}""", "INVALIID_ENV", "nope")]
    [InlineData("""{"action":"database.getDocument","collectionName":"nope"}""", "DATABASE_COLLECTION_NOT_EXIST", "[ResourceNotFound] Db or Table not exist")]
    [InlineData("""{"action":"database.getDocument","collectionName":"nope","query":"{"}""", "INVALID_PARAM", "malformed JSON")]
    [InlineData("""{"action":"database.removeDocument","collectionName":"c","query":"","multi":true}""", "INVALID_PARAM", "param.query can't be empty")]
    [InlineData("""{"action":"database.getDocument","collectionName":"c","transactionId":"x"}""", "DATABASE_TRANSACTION_NOT_EXIST", "x")]
    [InlineData("no json", "INVALID_PARAM", "not JSON")]
    public async Task A_bad_request_is_refused_by_name(string body, string code, string named)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var reply = await CallAsync(emulator, body);

        Assert.Equal(code, reply.Text("code"));
        Assert.Contains(named, reply.Text("message"));
        Assert.NotEmpty(reply.Text("requestId"));
    }

    [Fact]
    public async Task An_abandoned_transaction_expires_and_an_ended_one_is_refused()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = (await CallAsync(emulator, """{"action":"database.startTransaction"}""")).Text("transactionId");
        var second = (await CallAsync(emulator, """{"action":"database.startTransaction"}""")).Text("transactionId");
        Task<JsonElement> EndAsync(string action, string id) => CallAsync(emulator, $$"""{"action":"database.{{action}}Transaction","transactionId":"{{id}}"}""");

        Assert.False((await EndAsync("commit", first)).TryGetProperty("code", out _));
        Assert.Equal("DATABASE_TRANSACTION_NOT_EXIST", (await EndAsync("abort", first)).Text("code"));
        emulator.Time.Advance(61);
        Assert.Equal("DATABASE_TRANSACTION_NOT_EXIST", (await EndAsync("commit", second)).Text("code"));
    }

    [Fact]
    public async Task Statements_and_admin_calls_share_one_database()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await CallAsync(emulator, """{"action":"database.addCollection","collectionName":"c"}""");
        await CallAsync(emulator, """{"action":"database.insertDocument","collectionName":"c","data":["{\"_id\":{\"$numberInt\":\"5\"},\"l\":{\"$numberLong\":\"1\"}}"]}""");

        var reply = await emulator.CallAsync("tcb/databasequery", """{"env":"local-env","query":"db.collection('c').doc(5).get()"}""");

        Assert.Equal("""{"_id":5,"l":{"$numberLong":"1"}}""", reply.GetProperty("data")[0].GetString());
        Assert.Equal(2, (await emulator.RequestsAsync()).GetProperty("routes").Number("admin"));
    }

    private static async Task<JsonElement> CallAsync(TestEmulator emulator, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "admin") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", EmulatorCredentials.SecretKey);
        return await SendAsync(emulator, request);
    }

    private static async Task<JsonElement> SendAsync(TestEmulator emulator, HttpRequestMessage request)
    {
        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);
        Assert.Equal(200, (int)reply.StatusCode);
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
        return document.RootElement.Clone();
    }
}
