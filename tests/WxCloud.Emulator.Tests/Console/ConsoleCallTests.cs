using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Console;

/// <summary>The control calls that feed the console, and who may use them.</summary>
public sealed class ConsoleCallTests
{
    [Fact]
    public async Task The_root_is_the_console_with_a_policy_that_allows_no_foreign_script()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var reply = await emulator.Client.GetAsync(string.Empty, TestEmulator.Cancellation);

        Assert.Equal("text/html", reply.Content.Headers.ContentType?.MediaType);
        var policy = reply.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("://", (await reply.TextAsync()).Replace("http://www.w3.org", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_emulator/console/main.js", HttpStatusCode.OK)]
    [InlineData("_emulator/console/none.js", HttpStatusCode.NotFound)]
    [InlineData("_emulator/console/../main.js", HttpStatusCode.NotFound)]
    [InlineData("_emulator/console/WxCloud.Emulator.dll", HttpStatusCode.NotFound)]
    public async Task Only_the_consoles_own_files_are_served(string path, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var answer = await emulator.SendRawAsync($"GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {(int)status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_browser_has_is_not_sent_again()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var first = await emulator.Client.GetAsync("_emulator/console/main.js", TestEmulator.Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "_emulator/console/main.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("GET", "overview")]
    [InlineData("GET", "requests/log")]
    [InlineData("GET", "requests/stream")]
    [InlineData("GET", "storage/files")]
    [InlineData("PUT", "storage/content?path=a")]
    [InlineData("POST", "call/tcb/databasecollectionget")]
    public async Task A_page_of_another_site_can_neither_read_nor_change_anything(string method, string call)
    {
        await using var emulator = await TestEmulator.StartAsync();
        foreach (var site in new[] { "cross-site", "same-site" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"_emulator/{call}");
            request.Headers.Add("Sec-Fetch-Site", site);
            using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

            Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        }
    }

    [Fact]
    public async Task Beyond_loopback_the_console_requires_its_key()
    {
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Port = 0, Address = IPAddress.Any }, TestEmulator.Cancellation);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Endpoint };
        foreach (var call in new[] { string.Empty, "_emulator/console/main.js", "_emulator/overview", "_emulator/storage/files", "?key=guess" })
        {
            using var refused = await client.GetAsync(call, TestEmulator.Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var entered = await client.GetAsync(host.ConsoleAddress, TestEmulator.Cancellation);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        // The handler has kept the cookie; other control calls need no key, so that tests in containers work.
        using var overview = await client.GetAsync("_emulator/overview", TestEmulator.Cancellation);
        Assert.Equal(HttpStatusCode.OK, overview.StatusCode);
        using var health = await client.GetAsync("_emulator/health", TestEmulator.Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task On_loopback_the_console_requires_no_key()
    {
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Port = 0 }, TestEmulator.Cancellation);

        Assert.Equal(host.Endpoint, host.ConsoleAddress);
    }

    [Fact]
    public async Task Overview_counts_files_documents_requests_and_faults()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.UploadAsync("a.txt", "hello");
        await emulator.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"t"}""");
        await emulator.CallAsync("tcb/databaseadd", """{"env":"local-env","query":"db.collection('t').add({data:[{},{}]})"}""");
        await emulator.BreakAsync("""{"route":"tcb/uploadfile","kind":"status","value":503}""");
        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":60}""");
        var overview = await emulator.GetJsonAsync("_emulator/overview");

        var environment = overview.GetProperty("environments")[0];
        Assert.Equal((1, 5, 1, 2), (environment.GetProperty("files").GetInt64(), environment.GetProperty("bytes").GetInt64(), environment.GetProperty("collections").GetInt32(), environment.GetProperty("documents").GetInt64()));
        Assert.Equal((1, 60), (overview.GetProperty("faults").GetInt32(), overview.GetProperty("clockOffsetSeconds").GetDouble()));
        Assert.Equal((await emulator.RequestsAsync()).GetProperty("total").GetInt64(), overview.GetProperty("requests").GetInt64());
    }

    [Fact]
    public async Task A_folder_is_listed_page_by_page()
    {
        await using var emulator = await TestEmulator.StartAsync();
        foreach (var path in new[] { "a/1.txt", "a/2.txt", "a/b/3.txt", "a/4.txt", "z.txt" })
        {
            await PutAsync(emulator, path, "x");
        }

        var first = await emulator.GetJsonAsync("_emulator/storage/files?prefix=a/&limit=2");
        var second = await emulator.GetJsonAsync($"_emulator/storage/files?prefix=a/&after={first.Text("next")}");

        Assert.Equal(["a/1.txt", "a/2.txt"], Paths(first));
        Assert.Equal(["a/4.txt"], Paths(second));
        Assert.Equal("a/b/", second.GetProperty("folders")[0].GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_file_uploaded_in_the_console_is_downloaded_by_clients()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await PutAsync(emulator, "dir/中文 1.txt", "words");
        var file = (await emulator.GetJsonAsync("_emulator/storage/files?prefix=dir/")).GetProperty("files")[0];

        Assert.Equal(5, file.GetProperty("length").GetInt64());
        Assert.Equal("words", await emulator.Client.GetStringAsync(await emulator.LinkAsync(file.Text("fileId")), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task A_file_preview_is_sandboxed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await PutAsync(emulator, "a.html", "<script>1</script>", "text/html");
        using var reply = await emulator.Client.GetAsync("_emulator/storage/content?path=a.html", TestEmulator.Cancellation);

        Assert.StartsWith("sandbox;", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_folder_moves_with_its_content_and_each_file_is_found_under_its_new_name()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await PutAsync(emulator, "old/1.txt", "one");
        await PutAsync(emulator, "old/deep/2.txt", "two");
        var moved = await emulator.PostJsonAsync("_emulator/storage/move", """{"from":"old/","to":"new/"}""");

        Assert.Equal(2, moved.GetProperty("moved").GetInt32());
        Assert.Equal("two", await emulator.Client.GetStringAsync(await emulator.LinkAsync($"cloud://local-env.{TestEmulator.Bucket}/new/deep/2.txt"), TestEmulator.Cancellation));
        Assert.Empty(Paths(await emulator.GetJsonAsync("_emulator/storage/files?prefix=old/")));
    }

    [Theory]
    [InlineData("""{"from":"none.txt","to":"b.txt"}""", "'none.txt' does not exist")]
    [InlineData("""{"from":"a.txt","to":"/b.txt"}""", "cannot become")]
    [InlineData("""{"from":"a.txt","to":"dir/"}""", "cannot become")]
    [InlineData("""{"from":"dir/","to":"dir/in/"}""", "cannot become")]
    [InlineData("""{"from":"a.txt","to":"dir/b.txt"}""", "'dir/b.txt' exists")]
    [InlineData("""{"from":"a.txt"}""", "The body must be")]
    [InlineData("""{"env":"other","from":"a.txt","to":"b.txt"}""", "no environment 'other'")]
    public async Task A_move_that_cannot_be_done_is_refused_and_changes_nothing(string body, string reason)
    {
        await using var emulator = await TestEmulator.StartAsync();
        await PutAsync(emulator, "a.txt", "a");
        await PutAsync(emulator, "dir/b.txt", "b");
        var answer = await emulator.PostJsonAsync("_emulator/storage/move", body);

        Assert.Contains(reason, answer.Text("error"), StringComparison.Ordinal);
        Assert.Equal(["a.txt"], Paths(await emulator.GetJsonAsync("_emulator/storage/files")));
        Assert.Equal(["dir/b.txt"], Paths(await emulator.GetJsonAsync("_emulator/storage/files?prefix=dir/")));
    }

    [Fact]
    public async Task A_folder_is_deleted_with_its_content()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await PutAsync(emulator, "dir/1.txt", "1");
        await PutAsync(emulator, "dir/deep/2.txt", "2");
        await PutAsync(emulator, "directory.txt", "3");
        using var reply = await emulator.Client.DeleteAsync("_emulator/storage/files?path=dir/", TestEmulator.Cancellation);

        Assert.Equal("""{"deleted":2}""", await reply.TextAsync());
        Assert.Equal(["directory.txt"], Paths(await emulator.GetJsonAsync("_emulator/storage/files")));
    }

    [Fact]
    public async Task Console_calls_to_the_API_need_no_token_and_are_neither_counted_nor_faulted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.BreakAsync("""{"route":"*","kind":"status","value":503}""");
        var answer = await emulator.PostJsonAsync("_emulator/call/tcb/databasecollectionget", """{"env":"local-env"}""");

        Assert.Equal(0, answer.Errcode());
        Assert.Equal(0, (await emulator.RequestsAsync()).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Indexes_are_named_with_their_fields()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"t"}""");
        await emulator.CallAsync("tcb/updateindex", """{"env":"local-env","collection_name":"t","create_indexes":[{"name":"by","unique":true,"keys":[{"name":"a.b","direction":"-1"}]}]}""");
        var answer = await emulator.GetJsonAsync("_emulator/database/indexes?collection=t");

        Assert.Equal("""{"indexes":[{"name":"_id_","unique":true,"keys":[{"name":"_id","direction":"1"}]},{"name":"by","unique":true,"keys":[{"name":"a.b","direction":"-1"}]}]}""", answer.GetRawText());
        Assert.Contains("no collection 'none'", (await emulator.GetJsonAsync("_emulator/database/indexes?collection=none")).Text("error"), StringComparison.Ordinal);
    }

    private static async Task PutAsync(TestEmulator emulator, string path, string content, string type = "text/plain")
    {
        using var body = new StringContent(content, Encoding.UTF8, type);
        using var reply = await emulator.Client.PutAsync($"_emulator/storage/content?path={Uri.EscapeDataString(path)}", body, TestEmulator.Cancellation);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    private static string[] Paths(JsonElement page) => [.. page.GetProperty("files").EnumerateArray().Select(file => file.Text("path"))];
}
