using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Control;

public sealed class ControlTests
{
    [Fact]
    public async Task Health_is_ok()
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal("""{"status":"ok"}""", await emulator.Client.GetStringAsync("_emulator/health", TestEmulator.Cancellation));
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_control_calls_are_not()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a", "hello");
        await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation);
        await emulator.GetJsonAsync("no/such/call");

        var requests = await emulator.RequestsAsync();

        Assert.Equal(
            """{"cgi-bin/stable_token":2,"object:GET":1,"object:POST":1,"tcb/batchdownloadfile":1,"tcb/uploadfile":1,"unknown":1}""",
            requests.GetProperty("routes").GetRawText());
        Assert.Equal((7, 1), (requests.Number("total"), requests.Number("maxInFlight")));
    }

    [Fact]
    public async Task The_highest_number_in_flight_is_counted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => emulator.ConnectAsync()));
        foreach (var client in clients)
        {
            await client.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes("POST /cgi-bin/stable_token HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"), TestEmulator.Cancellation);

            // The server requests the body once the request is being processed.
            var answer = new byte[25];
            await client.GetStream().ReadExactlyAsync(answer, TestEmulator.Cancellation);
        }

        var requests = await emulator.RequestsAsync();

        Assert.Equal(3, requests.Number("maxInFlight"));
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task Sequential_requests_are_counted_as_one_in_flight()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var other = new HttpClient() { BaseAddress = emulator.Endpoint };
        var link = await emulator.LinkAsync((await emulator.UploadAsync("a", new byte[100_000])).FileId);

        for (var i = 0; i < 300; i++)
        {
            await emulator.OrdinaryTokenAsync();
            await other.GetByteArrayAsync(link, TestEmulator.Cancellation);
        }

        Assert.Equal(1, (await emulator.RequestsAsync()).Number("maxInFlight"));
    }

    [Fact]
    public async Task Seeded_objects_share_their_bytes()
    {
        await using var emulator = await TestEmulator.StartAsync(options => options with { BasePath = "tenants/a/" });

        var reply = await emulator.PostJsonAsync("_emulator/objects", """{"prefix":"many/","count":2500,"length":3,"perFolder":1000}""");

        Assert.Equal("""{"count":2500,"first":"many/000000/000000000.bin","last":"many/000002/000002499.bin"}""", reply.GetRawText());
        using var page = await emulator.SendSignedAsync(HttpMethod.Get, "", query: "prefix=tenants/a/many/000001/&max-keys=1000");
        var list = await page.XmlAsync();
        Assert.Equal((1000, "tenants/a/many/000001/000001999.bin", "false"), (list.Texts("Key").Length, list.Texts("Key")[^1], list.Element("IsTruncated")!.Value));
        using var deleted = await emulator.SendSignedAsync(HttpMethod.Delete, "tenants/a/many/000000/000000000.bin");
        Assert.Equal("\0\0\0", await emulator.GetAsync("tenants/a/many/000002/000002499.bin"));
    }

    [Theory]
    [InlineData("{}", "count")]
    [InlineData("""{"count":0}""", "count")]
    [InlineData("""{"count":1,"length":-1}""", "length")]
    [InlineData("""{"count":1,"perFolder":0}""", "perFolder")]
    [InlineData("""{"count":1,"prefix":"/a/"}""", "/a/")]
    [InlineData("""{"count":1,"environmentId":"other"}""", "other")]
    [InlineData("x", "invalid")]
    public async Task Invalid_arguments_of_object_seeding_are_refused(string json, string named)
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var content = new StringContent(json);

        using var reply = await emulator.Client.PostAsync("_emulator/objects", content, TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains(named, await reply.TextAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_reset_empties_data_counters_tokens_and_clock()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a", "hello");
        var token = (await emulator.StableTokenAsync()).Text("access_token");
        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":100}""");

        await emulator.PostJsonAsync("_emulator/reset", "");

        Assert.Equal("{}", (await emulator.RequestsAsync()).GetProperty("routes").GetRawText());
        Assert.Equal(40001, await emulator.ErrcodeOfAsync(token));
        Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
        using var reply = await emulator.Client.GetAsync("_emulator/health", TestEmulator.Cancellation);
        Assert.Equal("Tue, 05 Mar 2024 06:07:08 GMT", reply.Header("Date"));
    }

    [Fact]
    public async Task Advancing_the_clock_expires_a_token_and_moving_it_back_makes_it_valid()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var token = (await emulator.OrdinaryTokenAsync()).Text("access_token");

        var reply = await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":7200}""");

        Assert.Equal(1709626028, reply.Number("unixSeconds"));
        Assert.Equal(42001, await emulator.ErrcodeOfAsync(token));
        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":-0.5}""");
        Assert.Equal(0, await emulator.ErrcodeOfAsync(token));
    }

    [Theory]
    [InlineData("clock", "")]
    [InlineData("clock", "{}")]
    [InlineData("clock", "[1]")]
    [InlineData("clock", """{"advanceSeconds":"x"}""")]
    [InlineData("clock", """{"advanceSeconds":1e300}""")]
    [InlineData("clock", """{"advanceSeconds":1e10}""")]
    public async Task A_bad_control_call_is_refused_with_a_reason(string call, string body)
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var content = new StringContent(body);

        using var reply = await emulator.Client.PostAsync($"_emulator/{call}", content, TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.StartsWith("{\"error\":\"", await reply.TextAsync(), System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_control_call_is_not_found()
    {
        await using var emulator = await TestEmulator.StartAsync();

        using var reply = await emulator.Client.GetAsync("_emulator/nothing", TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }
}
