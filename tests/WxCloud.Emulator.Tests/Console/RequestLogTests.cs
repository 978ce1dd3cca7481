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
using WxCloud.Emulator.Faults;
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
    public async Task A_request_has_nothing_of_the_one_before_it_on_the_same_connection()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostJsonAsync("tcb/uploadfile?access_token=wrong", """{"env":"local-env","path":"a"}""");
        await emulator.OrdinaryTokenAsync();
        using (await emulator.Client.DeleteAsync("none", TestEmulator.Cancellation))
        {
        }

        var row = (await LoggedAsync(emulator, 3))[1];
        var detail = await emulator.GetJsonAsync($"_emulator/requests/detail?id={row.GetProperty("id").GetInt64()}");
        Assert.Equal(("cgi-bin/token", JsonValueKind.Null, JsonValueKind.Null), (row.Text("route"), row.GetProperty("code").ValueKind, row.GetProperty("requestId").ValueKind));
        Assert.Equal(JsonValueKind.Null, detail.GetProperty("requestBody").ValueKind);
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
            Add(log, "/");
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
            Add(log, "/", new byte[Length]);
        }

        var kept = log.After(0, int.MaxValue);
        Assert.InRange(kept.Sum(request => request.RequestBody?.Length ?? 0), RequestLog.MaxBodyBytes - Length, RequestLog.MaxBodyBytes);
        Assert.Null(kept[0].RequestBody);
        Assert.Equal(Length, kept[^1].RequestBody!.Length);
    }

    [Fact]
    public void A_body_beyond_the_limit_of_all_bodies_is_dropped()
    {
        var log = new RequestLog();
        Add(log, "/", new byte[RequestLog.MaxBodyBytes + 1]);
        Add(log, "/", [1, 2, 3]);

        Assert.Equal([null, [1, 2, 3]], log.After(0, int.MaxValue).Select(request => request.RequestBody));
    }

    [Fact]
    public void Requests_are_read_as_they_were_logged_when_the_log_is_full_and_after_it_was_cleared()
    {
        var log = new RequestLog();
        for (var i = 1; i <= RequestLog.Capacity + 3000; i++)
        {
            // Lengths that differ, so that heads and bodies lie across the blocks in which they are kept.
            Add(log, $"/{i}/{new string('文', i % 200)}", new byte[i % 500], Encoding.UTF8.GetBytes($"reply {i}"));
            if (i == 1000)
            {
                log.Clear();
            }
        }

        foreach (var request in log.After(0, int.MaxValue))
        {
            Assert.Equal($"/{request.Id}/{new string('文', (int)request.Id % 200)}", request.Target);
            Assert.Equal(request.Id % 500, request.RequestBody!.Length);
            Assert.Equal($"reply {request.Id}", Encoding.UTF8.GetString(request.ReplyBody!));
        }

        Assert.Equal((RequestLog.Capacity, 3001), (log.After(0, int.MaxValue).Count, log.After(0, 1)[0].Id));
    }

    [Fact]
    public void A_full_log_allocates_nothing_for_a_request()
    {
        var log = new RequestLog();
        var head = new byte[1000];
        var body = new byte[2000];
        void Fill(int count)
        {
            for (var i = 0; i < count; i++)
            {
                log.Add(head, body, body);
            }
        }

        Fill(2 * RequestLog.Capacity);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(RequestLog.Capacity);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Everything_of_a_request_is_read_as_it_was_written()
    {
        var context = Context("/a?b=c");
        context.Request.Method = "PUT";
        context.Request.ContentLength = 5;
        context.Request.Headers["X-Two"] = new(["1", "2"]);
        context.Response.StatusCode = 201;
        context.Response.ContentLength = 7;
        context.Response.Headers["x-cos-request-id"] = "id";
        context.Features.Set(new Fault(FaultKind.EtagChange, null, null, 0));
        var trace = new RequestTrace();
        trace.KeepReply("<Error/>"u8.ToArray(), "NoSuchKey", requestId: null);
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var log = new RequestLog();
        using (LoggedRequestHead head = new(context, trace, "object:PUT", time, TimeSpan.FromSeconds(1)))
        {
            log.Add(head.Bytes, trace.RequestBody, trace.ReplyBody);
        }

        var request = log.Find(1)!;
        Assert.Equal((time, TimeSpan.FromSeconds(1), 201), (request.Time, request.Elapsed, request.Status));
        Assert.Equal(("PUT", "object:PUT", "/a?b=c"), (request.Method, request.Route, request.Target));
        Assert.Equal((5, 7), (request.RequestLength, request.ReplyLength));
        Assert.Equal(("NoSuchKey", "id", "etag-change"), (request.Code, request.RequestId, request.Fault));
        Assert.Equal([new("Content-Length", "5"), new("X-Two", "1,2")], request.RequestHeaders);
        Assert.Contains(new("x-cos-request-id", "id"), request.ReplyHeaders);
        Assert.Null(request.RequestBody);
        Assert.Equal("<Error/>", Encoding.UTF8.GetString(request.ReplyBody!));
    }

    private static DefaultHttpContext Context(string target)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        return context;
    }

    private static void Add(RequestLog log, string target, byte[]? requestBody = null, byte[]? replyBody = null)
    {
        using var head = new LoggedRequestHead(Context(target), new RequestTrace(), "*", DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        log.Add(head.Bytes, requestBody, replyBody);
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
