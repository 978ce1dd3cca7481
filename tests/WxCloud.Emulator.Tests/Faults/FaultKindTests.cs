using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Faults;

public sealed class FaultKindTests
{
    private static readonly byte[] s_hello = Encoding.UTF8.GetBytes("hello");

    [Fact]
    public async Task Status_answers_a_call_as_a_gateway_does()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"cgi-bin/stable_token","kind":"status","value":502}""");
        using var content = new StringContent("{}");

        using var reply = await emulator.Client.PostAsync("cgi-bin/stable_token", content, TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.BadGateway, reply.StatusCode);
        Assert.StartsWith("<html>", await reply.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(500, "InternalError")]
    [InlineData(429, "SlowDown")]
    [InlineData(403, "AccessDenied")]
    public async Task Status_of_the_object_host_has_an_xml_body_and_optionally_Retry_After(int status, string code)
    {
        (var emulator, string link) = await StartWithFileAsync(s_hello);
        await using (emulator)
        {
            await emulator.BreakAsync($$"""{"route":"object:GET","kind":"status","value":{{status}},"retryAfter":3}""");

            using var reply = await emulator.Client.GetAsync(link, TestEmulator.Cancellation);

            await reply.RefusedAsync((HttpStatusCode)status, code);
            Assert.Equal("3", reply.Header("Retry-After"));
        }
    }

    [Fact]
    public async Task Status_on_an_upload_stores_nothing()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        await emulator.BreakAsync("""{"route":"object:POST","kind":"status","value":503,"times":1}""");

        using var broken = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, s_hello));
        Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
        using var whole = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, s_hello));

        await broken.RefusedAsync(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
        Assert.Equal(HttpStatusCode.NoContent, whole.StatusCode);
    }

    [Fact]
    public async Task Errcode_answers_with_the_errmsg_of_the_service()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"cgi-bin/stable_token","kind":"errcode","value":40164}""");

        var reply = await emulator.StableTokenAsync();

        Assert.Equal(40164, reply.Errcode());
        Assert.StartsWith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ", reply.Text("errmsg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delays_add_up_and_change_nothing_else()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync(
            """{"route":"*","kind":"delay","value":60}""", """{"route":"*","kind":"delay","value":40}""", """{"route":"*","kind":"errcode","value":-1,"times":1}""");
        var watch = Stopwatch.StartNew();

        Assert.Equal(-1, (await emulator.StableTokenAsync()).Errcode());
        Assert.InRange(watch.ElapsedMilliseconds, 95, 60_000);
        Assert.Equal(0, (await emulator.StableTokenAsync()).Errcode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(300_000)]
    public async Task Reset_cuts_a_download_after_the_given_number_of_bytes(int bytes)
    {
        var content = RandomNumberGenerator.GetBytes(1_000_000);
        (var emulator, string link) = await StartWithFileAsync(content);
        await using (emulator)
        {
            await emulator.BreakAsync($$"""{"route":"object:GET","kind":"reset","value":{{bytes}},"times":1}""");

            (string head, byte[] body) = await GetRawAsync(emulator, link);

            Assert.Equal(bytes == 0 ? "" : "HTTP/1.1 200 OK", head.Split('\r')[0]);
            Assert.Equal(content[..bytes], body);
            Assert.Equal(content, await emulator.Client.GetByteArrayAsync(link, TestEmulator.Cancellation));
        }
    }

    [Fact]
    public async Task Reset_in_the_middle_of_an_upload_stores_nothing()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        await emulator.BreakAsync("""{"route":"object:POST","kind":"reset","value":100000,"times":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.PostFormAsync(ticket.Url, Form.Of(ticket, new byte[5_000_000])));

        Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
    }

    [Theory]
    [InlineData("201")]
    [InlineData("204")]
    public async Task Reset_after_the_end_of_an_upload_stores_the_file_and_loses_the_reply(string successStatus)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        await emulator.BreakAsync("""{"route":"object:POST","kind":"reset","value":1000000000,"times":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.PostFormAsync(
            ticket.Url, Form.Fields(ticket).Field("success_action_status", successStatus).File(s_hello).End()));

        Assert.Equal(0, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
    }

    [Fact]
    public async Task Reset_of_a_call_carries_it_out_and_loses_the_reply()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a.txt", "hello");
        await emulator.BreakAsync("""{"route":"tcb/batchdeletefile","kind":"reset","times":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(
            () => emulator.CallAsync("tcb/batchdeletefile", $$"""{"env":"local-env","fileid_list":["{{ticket.FileId}}"]}"""));

        Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
    }

    [Fact]
    public async Task Stall_sends_nothing_after_the_given_number_of_bytes()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        (var emulator, string link) = await StartWithFileAsync(content);
        await using (emulator)
        {
            await emulator.BreakAsync("""{"route":"object:GET","kind":"stall","value":5000,"times":1}""");
            using var reply = await emulator.Client.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, TestEmulator.Cancellation);
            await using var body = await reply.Content.ReadAsStreamAsync(TestEmulator.Cancellation);
            var received = new byte[5000];
            await body.ReadExactlyAsync(received, TestEmulator.Cancellation);

            var more = body.ReadAsync(new byte[1], TestEmulator.Cancellation).AsTask();
            await emulator.RequestsAsync();

            Assert.Equal(content[..5000], received);
            Assert.False(more.IsCompleted);
            await emulator.DisposeAsync();
            await Assert.ThrowsAnyAsync<IOException>(() => more);
        }
    }

    [Fact]
    public async Task Stall_at_the_start_sends_not_even_a_status()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"cgi-bin/stable_token","kind":"stall"}""");

        using var patience = new CancellationTokenSource();
        var reply = emulator.Client.PostAsync("cgi-bin/stable_token", new StringContent("{}"), patience.Token);
        while ((await emulator.RequestsAsync()).Number("maxInFlight") == 0)
        {
            await Task.Yield();
        }

        Assert.False(reply.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply);
    }

    [Fact]
    public async Task Truncate_ends_early_with_a_length_that_fits_but_the_checksum_of_the_whole()
    {
        var content = RandomNumberGenerator.GetBytes(1_000_001);
        (var emulator, string link) = await StartWithFileAsync(content);
        await using (emulator)
        {
            await emulator.BreakAsync("""{"route":"object:GET","kind":"truncate","times":1}""", """{"route":"object:GET","kind":"truncate","value":7,"times":1}""");

            using var half = await emulator.Client.GetAsync(link, TestEmulator.Cancellation);
            using var seven = await emulator.Client.GetAsync(link, TestEmulator.Cancellation);

            Assert.Equal(("500000", Digests.ETag(content)), (half.Header("Content-Length"), half.Header("ETag")));
            Assert.Equal(content[..500_000], await half.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
            Assert.Equal(content[..7], await seven.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
        }
    }

    [Fact]
    public async Task Truncate_breaks_the_json_of_a_call()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"cgi-bin/stable_token","kind":"truncate"}""");

        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => emulator.StableTokenAsync());
    }

    [Fact]
    public async Task Corrupt_changes_one_byte_of_a_download_the_same_for_the_same_seed()
    {
        var content = RandomNumberGenerator.GetBytes(1_000_000);
        (var emulator, string link) = await StartWithFileAsync(content);
        await using (emulator)
        {
            byte[][] received = new byte[3][];
            for (var i = 0; i < 3; i++)
            {
                await emulator.BreakWithSeedAsync(i / 2, """{"route":"object:GET","kind":"corrupt"}""");
                received[i] = await emulator.Client.GetByteArrayAsync(link, TestEmulator.Cancellation);
            }

            Assert.All(received, body => Assert.Equal(1, body.Zip(content).Count(pair => pair.First != pair.Second)));
            Assert.Equal(received[0], received[1]);
            Assert.NotEqual(received[0], received[2]);
        }
    }

    [Fact]
    public async Task Corrupt_changes_one_byte_of_an_upload_and_the_reply_shows_it()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var content = RandomNumberGenerator.GetBytes(1_000_000);
        var ticket = await emulator.TicketAsync("a.bin");
        await emulator.BreakAsync("""{"route":"object:POST","kind":"corrupt"}""");

        using var reply = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, content));

        var stored = await emulator.Client.GetByteArrayAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal(1, stored.Zip(content).Count(pair => pair.First != pair.Second));
        Assert.Equal(Digests.ETag(stored), reply.Header("ETag"));
    }

    [Fact]
    public async Task Ignore_range_sends_the_whole_object_and_applies_only_to_range_requests()
    {
        (var emulator, string link) = await StartWithFileAsync(s_hello);
        await using (emulator)
        {
            await emulator.BreakAsync("""{"route":"object:GET","kind":"ignore-range","times":1}""");
            await emulator.Client.GetStringAsync(link, TestEmulator.Cancellation);

            using var whole = await GetRangeAsync(emulator, link);
            using var range = await GetRangeAsync(emulator, link);

            Assert.Equal((HttpStatusCode.OK, "hello"), (whole.StatusCode, await whole.TextAsync()));
            Assert.Equal((HttpStatusCode.PartialContent, "ell"), (range.StatusCode, await range.TextAsync()));
        }
    }

    [Fact]
    public async Task Etag_change_shows_another_version_to_a_resumed_download()
    {
        (var emulator, string link) = await StartWithFileAsync(s_hello);
        await using (emulator)
        {
            await emulator.BreakAsync("""{"route":"object:GET","kind":"etag-change","times":3}""");

            using var plain = await emulator.Client.GetAsync(link, TestEmulator.Cancellation);
            using var ifRange = await GetRangeAsync(emulator, link, "If-Range");
            using var ifMatch = await GetRangeAsync(emulator, link, "If-Match");

            Assert.Matches("^\"[0-9a-f]{32}\"$", plain.Header("ETag"));
            Assert.NotEqual(Digests.ETag(s_hello), plain.Header("ETag"));
            Assert.Equal(HttpStatusCode.OK, ifRange.StatusCode);
            await ifMatch.RefusedAsync(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        }
    }

    [Fact]
    public async Task Error_in_200_answers_200_with_an_error_body()
    {
        (var emulator, string link) = await StartWithFileAsync(s_hello);
        await using (emulator)
        {
            var ticket = await emulator.TicketAsync("b.txt");
            await emulator.BreakAsync("""{"route":"*","kind":"error-in-200","times":3}""");

            using var download = await emulator.Client.GetAsync(link, TestEmulator.Cancellation);
            using var upload = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, s_hello));
            var errcode = (await emulator.StableTokenAsync()).Errcode();

            foreach (var reply in new[] { download, upload })
            {
                Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
                Assert.Contains("<Error>", await reply.TextAsync(), StringComparison.Ordinal);
                Assert.Equal("", reply.Header("ETag"));
            }

            Assert.Equal(-1, errcode);
            Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
        }
    }

    private static async Task<(TestEmulator Emulator, string Link)> StartWithFileAsync(byte[] content)
    {
        var emulator = await TestEmulator.StartAsync();
        return (emulator, await emulator.LinkAsync((await emulator.UploadAsync("a.bin", content)).FileId));
    }

    private static async Task<HttpResponseMessage> GetRangeAsync(TestEmulator emulator, string link, string? condition = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.TryAddWithoutValidation("Range", "bytes=1-3");
        if (condition is not null)
        {
            request.Headers.TryAddWithoutValidation(condition, Digests.ETag(s_hello));
        }

        return await emulator.Client.SendAsync(request, TestEmulator.Cancellation);
    }

    /// <summary>Reads a download by hand, to see what came before the cut.</summary>
    private static async Task<(string Head, byte[] Body)> GetRawAsync(TestEmulator emulator, string link)
    {
        using var client = await emulator.ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {new Uri(link).PathAndQuery} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), TestEmulator.Cancellation);
        using var answer = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, TestEmulator.Cancellation)) > 0)
            {
                answer.Write(buffer, 0, count);
            }

            Assert.Fail("The connection was closed, not cut.");
        }
        catch (IOException)
        {
            // The cut.
        }

        var bytes = answer.ToArray();
        var headLength = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return headLength < 4 ? ("", []) : (Encoding.ASCII.GetString(bytes, 0, headLength), bytes[headLength..]);
    }
}
