using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WxCloud.Emulator.Console.Requests;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Console;

/// <summary>The log of requests: what it keeps, what it masks, and how it is followed.</summary>
public sealed class RequestLogTests
{
    [Fact]
    public async Task A_request_is_logged_with_route_status_errcode_and_request_id()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostJsonAsync("tcb/uploadfile?access_token=wrong", """{"env":"local-env","path":"a"}""");
        var row = (await LoggedAsync(emulator, 1))[0];

        Assert.Equal(("POST", "tcb/uploadfile", 200, "40014"), (row.Text("method"), row.Text("route"), row.GetProperty("status").GetInt32(), row.Text("code")));
        Assert.Equal("/tcb/uploadfile?access_token=***", row.Text("target"));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", row.Text("requestId"));
        Assert.Equal(30, row.GetProperty("requestLength").GetInt64());
    }

    [Fact]
    public async Task A_refusal_of_the_object_host_is_logged_with_its_code()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var reply = await emulator.Client.GetAsync($"{TestEmulator.Bucket}/none.txt", TestEmulator.Cancellation);
        var row = (await LoggedAsync(emulator, 1))[0];

        Assert.Equal(("object:GET", 403, "AccessDenied"), (row.Text("route"), row.GetProperty("status").GetInt32(), row.Text("code")));
        Assert.Equal(reply.Headers.GetValues("x-cos-request-id").Single(), row.Text("requestId"));
    }

    [Fact]
    public async Task A_cut_connection_has_status_0_and_names_its_fault()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"cgi-bin/token","kind":"reset","value":0}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.OrdinaryTokenAsync());
        var row = (await LoggedAsync(emulator, 1))[0];

        Assert.Equal((0, "reset"), (row.GetProperty("status").GetInt32(), row.Text("fault")));
    }

    [Fact]
    public async Task The_log_shows_no_secret()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var token = (await emulator.StableTokenAsync()).Text("access_token");
        var ticket = await emulator.UploadAsync("a.txt", "hello");
        var link = await emulator.LinkAsync($"cloud://local-env.{TestEmulator.Bucket}/a.txt");
        using (await emulator.Client.GetAsync(link, TestEmulator.Cancellation))
        using (await emulator.SendSignedAsync(HttpMethod.Get, "a.txt"))
        {
        }

        var rows = await LoggedAsync(emulator, 7);
        var shown = new StringBuilder();
        foreach (var row in rows)
        {
            shown.Append((await emulator.GetJsonAsync($"_emulator/requests/detail?id={row.GetProperty("id").GetInt64()}")).GetRawText());
        }

        var text = shown.ToString();
        Assert.Contains("access_token=***", text, StringComparison.Ordinal);
        Assert.Contains("sign=***", text, StringComparison.Ordinal);
        foreach (var secret in new[] { "emulator-secret\\u0022", token, ticket.Authorization, ticket.Token, new Uri(link).Query, "q-signature=0", "q-signature=1" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_stream_sends_the_requests_after_the_given_id()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.OrdinaryTokenAsync();
        await LoggedAsync(emulator, 1);
        using var request = new HttpRequestMessage(HttpMethod.Get, "_emulator/requests/stream?after=1");
        using var reply = await emulator.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestEmulator.Cancellation);
        using var reader = new StreamReader(await reply.Content.ReadAsStreamAsync(TestEmulator.Cancellation));
        await emulator.StableTokenAsync();
        string? line;
        do
        {
            line = await reader.ReadLineAsync(TestEmulator.Cancellation);
        }
        while (line is not null && !line.StartsWith("data: ", StringComparison.Ordinal));

        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        using var sent = JsonDocument.Parse(line!["data: ".Length..]);
        Assert.Equal("cgi-bin/stable_token", Assert.Single(sent.RootElement.EnumerateArray()).Text("route"));
    }

    [Fact]
    public async Task Clearing_removes_requests_and_ids_continue()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.OrdinaryTokenAsync();
        await LoggedAsync(emulator, 1);
        using (await emulator.Client.DeleteAsync("_emulator/requests/log", TestEmulator.Cancellation))
        {
            await emulator.OrdinaryTokenAsync();
        }

        Assert.Equal(2, Assert.Single(await LoggedAsync(emulator, 1)).GetProperty("id").GetInt64());
    }

    [Fact]
    public void Memory_is_bounded_in_requests()
    {
        var log = new RequestLog();
        for (var i = 0; i < RequestLog.Capacity + 10; i++)
        {
            log.Add(Request(0));
        }

        Assert.Equal(RequestLog.Capacity, log.After(0, int.MaxValue).Count);
        Assert.Equal(11, log.After(0, 1)[0].Id);
        Assert.Null(log.Find(10));
    }

    [Fact]
    public void Memory_is_bounded_in_bytes_of_bodies_and_the_oldest_go_first()
    {
        const int Length = 1024 * 1024;
        var log = new RequestLog();
        for (var i = 0; i < 40; i++)
        {
            log.Add(Request(Length));
        }

        var kept = log.After(0, int.MaxValue);
        Assert.InRange(kept.Sum(request => request.BodyBytes), RequestLog.MaxBodyBytes - Length, RequestLog.MaxBodyBytes);
        Assert.Equal(0, kept[0].BodyBytes);
        Assert.Equal(Length, kept[^1].BodyBytes);
    }

    private static LoggedRequest Request(int bodyLength)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        var trace = new RequestTrace();
        if (bodyLength > 0)
        {
            trace.KeepRequest(new byte[bodyLength]);
        }

        return LoggedRequest.Of(context, trace, "*", DateTimeOffset.UnixEpoch, TimeSpan.Zero);
    }

    /// <summary>The log once it has some requests: each comes in when its reply has left.</summary>
    private static async Task<IReadOnlyList<JsonElement>> LoggedAsync(TestEmulator emulator, int count)
    {
        while (true)
        {
            JsonElement[] rows = [.. (await emulator.GetJsonAsync("_emulator/requests/log")).GetProperty("requests").EnumerateArray()];
            if (rows.Length >= count)
            {
                return rows;
            }

            await Task.Delay(10, TestEmulator.Cancellation);
        }
    }
}
