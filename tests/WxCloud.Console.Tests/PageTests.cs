using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Playwright;
using WxCloud.Console.Tests.Support;
using Xunit;

namespace WxCloud.Console.Tests;

/// <summary>Each page does its main job in a real browser.</summary>
public sealed class PageTests(Browser browser)
{
    private const string Hostile = "<img src=x onerror=alert(1)> & \"quotes\" '中文' [1].txt";

    private static ILocatorAssertions Expect(ILocator locator)
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        return Assertions.Expect(locator);
    }

    [Fact]
    public async Task Overview_shows_counts_and_credentials()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.PutFileAsync("a.txt", "hello");
        await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"image"}""");
        await console.GoAsync("overview");

        await Expect(console.Page.Locator(".cards")).ToContainTextAsync("1 (5 B)");
        await Expect(console.Page.Locator(".cards")).ToContainTextAsync("emulator-secret-id");
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Storage_uploads_shows_renames_and_deletes_a_file()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.GoAsync("storage");
        var page = console.Page;
        await page.SetInputFilesAsync("input[type=file]:not([webkitdirectory])", new FilePayload { Name = "你好 [1].txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("first words") });
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "你好 [1].txt" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Gridcell, new() { Name = "你好 [1].txt" }).ClickAsync();
        await Expect(page.Locator("pre.preview")).ToHaveTextAsync("first words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy fileID" }).ClickAsync();
        await Expect(page.Locator("#messages")).ToContainTextAsync("Copied");
        Assert.Equal($"cloud://local-env.{OpenConsole.Bucket}/你好 [1].txt", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Temporary URL" }).ClickAsync();
        var url = await page.Locator("dialog textarea").InputValueAsync();
        Assert.Equal("first words", await console.Client.GetStringAsync(new Uri(url), TestContext.Current.CancellationToken));
        await page.Keyboard.PressAsync("Escape");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.Locator("dialog input").FillAsync("other/b.txt");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "other" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Gridcell, new() { Name = "other" }).DblClickAsync();
        await page.GetByRole(AriaRole.Gridcell, new() { Name = "b.txt" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.Locator(".empty").First).ToBeVisibleAsync();

        Assert.Empty((await console.GetAsync("storage/files?prefix=other/")).GetProperty("files").EnumerateArray());
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Storage_takes_a_file_that_is_dropped()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.GoAsync("storage");
        await console.Page.EvaluateAsync(
            """
            () => {
              const data = new DataTransfer();
              data.items.add(new File(['dropped words'], 'dropped.txt', { type: 'text/plain' }));
              document.querySelector('.split').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """);

        await Expect(console.Page.GetByRole(AriaRole.Gridcell, new() { Name = "dropped.txt" })).ToBeVisibleAsync();
        Assert.Equal("dropped words", await console.Client.GetStringAsync("_emulator/storage/content?path=dropped.txt", TestContext.Current.CancellationToken));
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Documents_are_imported_and_exported()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"t"}""");
        await console.GoAsync("database/t");
        const string Lines = "{\"_id\":\"a\",\"n\":1,\"at\":{\"$date\":1700000000000}}\n{\"_id\":\"b\",\"text\":\"</script>\\u2028\"}\n";
        await console.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "t.jsonl", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(Lines) });
        await Expect(console.Page.Locator("#messages")).ToContainTextAsync("Imported: 2");
        var download = await console.Page.RunAndWaitForDownloadAsync(() => console.Page.GetByRole(AriaRole.Button, new() { Name = "Export (JSON Lines)" }).ClickAsync());
        JsonElement[] exported = [.. (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement)];

        Assert.Equal(["a", "b"], exported.Select(item => item.GetProperty("_id").GetString()));
        Assert.Equal(1700000000000, exported[0].GetProperty("at").GetProperty("$date").GetDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.Equal("</script>\u2028", exported[1].GetProperty("text").GetString());
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Storage_takes_a_folder_of_files()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var photos = folder.CreateSubdirectory("photos/2026");
            for (var i = 0; i < 20; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(photos.FullName, $"{i}.txt"), i.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
            }

            await console.GoAsync("storage");
            await console.Page.SetInputFilesAsync("input[webkitdirectory]", Path.Combine(folder.FullName, "photos"));
            await Expect(console.Page.Locator("#messages")).ToContainTextAsync("Uploaded: 20");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Equal(20, (await console.GetAsync("storage/files?prefix=photos/2026/")).GetProperty("files").GetArrayLength());
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Ten_thousand_files_scroll_with_few_rows_in_the_document()
    {
        const int Count = 10_000;
        await using var console = await OpenConsole.StartAsync(browser);
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), TestContext.Current.CancellationToken, async (i, _) => await console.PutFileAsync($"many/{i:d5}.txt", string.Empty));
        await console.GoAsync("storage/many%2F");
        var body = console.Page.Locator(".list");
        await body.FocusAsync();

        // Each End brings the next page of a thousand.
        for (var shown = 1; shown < Count / 1000 && !await console.Page.GetByText("09999.txt").IsVisibleAsync(); shown++)
        {
            await Expect(console.Page.Locator(".tools .state")).ToContainTextAsync((shown * 1000).ToString(CultureInfo.InvariantCulture));
            await console.Page.Keyboard.PressAsync("End");
        }

        await Expect(console.Page.Locator(".tools .state")).ToContainTextAsync(Count.ToString(CultureInfo.InvariantCulture));
        await console.Page.Keyboard.PressAsync("End");
        await Expect(console.Page.GetByRole(AriaRole.Gridcell, new() { Name = "09999.txt" })).ToBeVisibleAsync();
        Assert.InRange(await console.Page.Locator(".list-row").CountAsync(), 1, 100);
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task A_hostile_name_and_document_stay_text()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.PutFileAsync(Hostile, "text/html", "<script>parent.hurt = 1; alert(2)</script>"u8.ToArray());
        await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"hostile"}""");
        await console.CallAsync("tcb/databaseadd", JsonSerializer.Serialize(new { env = "local-env", query = $$"""db.collection("hostile").add({data:[{name:{{JsonSerializer.Serialize(Hostile)}}}]})""" }));

        await console.GoAsync("storage");
        await console.Page.GetByRole(AriaRole.Gridcell, new() { Name = Hostile }).ClickAsync();
        await Expect(console.Page.Locator("pre.preview")).ToContainTextAsync("<script>");
        await console.GoAsync("database/hostile");
        await Expect(console.Page.GetByRole(AriaRole.Cell, new() { Name = Hostile })).ToBeVisibleAsync();

        Assert.Equal(0, await console.Page.Locator("img[src=x]").CountAsync());
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task A_file_opened_by_itself_runs_no_script()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.PutFileAsync("page.html", "text/html", "<title>before</title><script>document.title = 'hurt'</script>"u8.ToArray());
        await console.Page.GotoAsync(new Uri(console.Endpoint, "/_emulator/storage/content?path=page.html").AbsoluteUri);

        Assert.Equal("before", await console.Page.TitleAsync());
    }

    [Fact]
    public async Task Database_creates_finds_edits_and_deletes_a_document()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        var page = console.Page;
        await console.GoAsync("database");
        await page.GetByRole(AriaRole.Button, new() { Name = "New collection" }).ClickAsync();
        await page.Locator("dialog input").FillAsync("image");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Table" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "New document" }).ClickAsync();
        await page.Locator("dialog textarea").FillAsync("""{"name":"</script>中文","age":7,"at":{"$date":1700000000000}}""");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "</script>中文" })).ToBeVisibleAsync();

        await page.GetByLabel("where( … )").FillAsync("{ age: _.gt(7) }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Expect(page.Locator("#panel .empty")).ToBeVisibleAsync();
        await page.GetByLabel("where( … )").FillAsync("{ age: _.gt(6) }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.Locator("dialog textarea").FillAsync("""{"age":8}""");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "8", Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator("dialog").Last.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.Locator("#panel .empty")).ToBeVisibleAsync();
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task A_statement_runs_and_is_remembered()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"t"}""");
        await console.GoAsync("database/t");
        await console.Page.GetByRole(AriaRole.Tab, new() { Name = "Statement" }).ClickAsync();
        await console.Page.Locator(".statement textarea").FillAsync("""db.collection("t").add({data:[{n:1},{n:2}]})""");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(console.Page.Locator(".statement pre")).ToContainTextAsync("id_list");
        await console.Page.Locator(".statement textarea").FillAsync("""db.collection("t").aggregate().group({_id:null,sum:$.sum("$n")}).end()""");
        await console.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(console.Page.Locator(".statement pre")).ToContainTextAsync("\"sum\": 3");

        await console.GoAsync("database");
        await Expect(console.Page.Locator(".statement select")).ToContainTextAsync("aggregate");
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Indexes_are_shown_and_added()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"t"}""");
        await console.GoAsync("database/t");
        await console.Page.GetByRole(AriaRole.Tab, new() { Name = "Indexes" }).ClickAsync();
        await console.Page.GetByLabel("Name of the index").FillAsync("by_city");
        await console.Page.GetByLabel("Fields, such as").FillAsync("city 1, age -1");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();

        await Expect(console.Page.GetByRole(AriaRole.Cell, new() { Name = "city 1, age -1" })).ToBeVisibleAsync();
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task A_function_is_invoked_for_a_user_and_its_output_is_shown()
    {
        Assert.SkipUnless(FunctionProject.CanRun, "Node is not installed.");
        using var project = new FunctionProject();
        await using var console = await OpenConsole.StartAsync(browser, options: new() { FunctionPath = project.Path });
        await console.GoAsync("functions");
        await console.Page.GetByLabel("Event (JSON)").FillAsync("""{"a":1,"b":2}""");
        await console.Page.GetByLabel("openid of the Mini Program user").FillAsync("oAlice");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Invoke" }).ClickAsync();

        await Expect(console.Page.GetByRole(AriaRole.Region, new() { Name = "Result" })).ToContainTextAsync("\"sum\": 3");
        await Expect(console.Page.GetByRole(AriaRole.Region, new() { Name = "Result" })).ToContainTextAsync("oAlice");
        await console.Page.Locator(".logs summary").First.ClickAsync();
        await Expect(console.Page.Locator(".logs pre").First).ToHaveTextAsync("<b>printed</b>");
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task Requests_show_live_with_secrets_masked()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.GoAsync("requests");
        await console.Client.GetStringAsync("cgi-bin/token?grant_type=client_credential&appid=wx0000000000000001&secret=emulator-secret", TestContext.Current.CancellationToken);
        var row = console.Page.GetByRole(AriaRole.Gridcell, new() { Name = "cgi-bin/token", Exact = true });
        await Expect(row).ToBeVisibleAsync();
        await row.DblClickAsync();

        var dialog = console.Page.Locator("dialog");
        await Expect(dialog).ToContainTextAsync("secret=***");
        await Expect(dialog).ToContainTextAsync("\"access_token\": \"***\"");
        Assert.DoesNotContain("emulator-secret", await console.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task The_live_log_keeps_up_with_a_thousand_requests_a_second()
    {
        const int Count = 3000;
        await using var console = await OpenConsole.StartAsync(browser);
        await console.GoAsync("requests");
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), TestContext.Current.CancellationToken, async (i, cancellationToken) =>
        {
            using var reply = await console.Client.GetAsync($"cgi-bin/token?n={i}", cancellationToken);
        });

        await Expect(console.Page.Locator(".list")).ToHaveAttributeAsync("aria-rowcount", (Count + 1).ToString(CultureInfo.InvariantCulture));
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task A_fault_is_added_and_switched_off()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.GoAsync("faults");
        await console.Page.GetByLabel("Route").FillAsync("tcb/uploadfile");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Cell, new() { Name = "tcb/uploadfile", Exact = true })).ToBeVisibleAsync();
        var rule = (await console.GetAsync("faults")).GetProperty("rules")[0];
        Assert.Equal(("status", 503, 0.1), (rule.GetProperty("kind").GetString(), rule.GetProperty("value").GetInt32(), rule.GetProperty("rate").GetDouble()));

        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Edit tcb/uploadfile status" }).ClickAsync();
        await console.Page.GetByLabel("Value").FillAsync("429");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Cell, new() { Name = "429", Exact = true })).ToBeVisibleAsync();
        Assert.Equal(429, Assert.Single((await console.GetAsync("faults")).GetProperty("rules").EnumerateArray()).GetProperty("value").GetInt32());

        await console.Page.GetByRole(AriaRole.Button, new() { Name = "A bad mobile line" }).ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Cell, new() { Name = "truncate", Exact = true })).ToBeVisibleAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Switch all off" }).ClickAsync();
        await Expect(console.Page.GetByText("No faults in force.")).ToBeVisibleAsync();
        Assert.Empty((await console.GetAsync("faults")).GetProperty("rules").EnumerateArray());
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task The_clock_moves_and_tokens_expire()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.GoAsync("clock");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "+2 h" }).ClickAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Expire all tokens" }).ClickAsync();
        await Expect(console.Page.Locator("#messages")).ToContainTextAsync("All tokens have expired.");

        Assert.Equal(7200, (await console.GetAsync("overview")).GetProperty("clockOffsetSeconds").GetDouble());
        Assert.Empty(console.Errors);
    }

    [Fact]
    public async Task The_page_is_in_the_language_of_the_browser()
    {
        await using var console = await OpenConsole.StartAsync(browser, locale: "zh-CN");
        await console.GoAsync("storage");

        await Expect(console.Page.Locator("h1")).ToHaveTextAsync("存储");
        Assert.Equal("zh-CN", await console.Page.EvaluateAsync<string>("document.documentElement.lang"));
        await console.Page.Locator("#language").SelectOptionAsync("en");
        await Expect(console.Page.Locator("h1")).ToHaveTextAsync("Storage");
    }

    [Fact]
    public async Task Both_languages_have_every_text()
    {
        await using var console = await OpenConsole.StartAsync(browser);
        await console.GoAsync("overview");
        var missing = await console.Page.EvaluateAsync<string[]>(
            "import('/_emulator/console/i18n.js').then(({ words }) => Object.entries(words).filter(([, both]) => both.length !== 2 || both.some(word => !word)).map(([key]) => key))");

        Assert.Empty(missing);
    }
}
