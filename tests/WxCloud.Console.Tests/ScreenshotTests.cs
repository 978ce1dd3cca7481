using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Playwright;
using WxCloud.Console.Tests.Support;
using Xunit;

namespace WxCloud.Console.Tests;

/// <summary>
/// Takes the pictures that README and <c>docs/</c> show: with <c>WXCLOUD_SCREENSHOTS</c> naming a folder (<c>docs/images</c>) they are kept, else each is
/// taken and looked at for being a picture of a filled page.
/// </summary>
public sealed class ScreenshotTests(Browser browser)
{
    private const string Picture =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 100" width="320" height="200"><rect width="160" height="100" fill="#8ecae6"/><circle cx="120" cy="28" r="14" fill="#ffb703"/><path d="M0 100 50 40 84 78 108 58 160 100Z" fill="#2a9d8f"/></svg>""";

    [Theory]
    [InlineData("overview", "overview")]
    [InlineData("storage", "storage/images%2F")]
    [InlineData("database", "database/image")]
    [InlineData("functions", "functions")]
    [InlineData("requests", "requests")]
    [InlineData("faults", "faults")]
    [InlineData("clock", "clock")]
    public async Task Each_page_is_captured_as_an_image(string name, string place)
    {
        using var project = new FunctionProject();
        Assert.SkipWhen(name == "functions" && !FunctionProject.CanRun, "Node is not installed.");
        await using var console = await OpenConsole.StartAsync(browser, width: 1200, height: 700, options: new() { FunctionPath = project.Path });
        foreach (var file in new[] { "images/山.svg", "images/河.svg", "images/2026/01.svg", "notes/读我.txt" })
        {
            await console.PutFileAsync(file, file.EndsWith(".svg", StringComparison.Ordinal) ? "image/svg+xml" : "text/plain", Encoding.UTF8.GetBytes(Picture));
        }

        await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"image"}""");
        await console.CallAsync("tcb/databaseadd", """{"env":"local-env","query":"db.collection('image').add({data:[{_id:'a',fileID:'cloud://local-env.6c6f-local-env-1250000000/images/山.svg',owner:'oAlice',likes:3},{_id:'b',fileID:'cloud://local-env.6c6f-local-env-1250000000/images/河.svg',owner:'oBob',likes:5}]})"}""");
        foreach (var path in new[] { "cgi-bin/token?grant_type=client_credential&appid=wx0000000000000001&secret=emulator-secret", "cgi-bin/token?appid=wx1", "tcb/uploadfile", "6c6f-local-env-1250000000/images/none.png" })
        {
            using var reply = await console.Client.GetAsync(path, TestContext.Current.CancellationToken);
        }

        await console.GoAsync(place);
        if (name == "functions")
        {
            await console.Page.GetByLabel("Event (JSON)").FillAsync("""{"a":1,"b":2}""");
            await console.Page.GetByRole(AriaRole.Button, new() { Name = "Invoke" }).ClickAsync();
            await console.Page.Locator(".logs summary").First.ClickAsync();
        }
        else if (name == "storage")
        {
            await console.Page.GetByRole(AriaRole.Gridcell, new() { Name = "山.svg" }).ClickAsync();
            await console.Page.Locator("img.preview").WaitForAsync();
        }
        else if (name == "faults")
        {
            await console.Page.GetByRole(AriaRole.Button, new() { Name = "A bad mobile line" }).ClickAsync();
            await console.Page.GetByRole(AriaRole.Cell, new() { Name = "truncate", Exact = true }).WaitForAsync();
        }

        var folder = Environment.GetEnvironmentVariable("WXCLOUD_SCREENSHOTS");
        var picture = await console.Page.ScreenshotAsync(new() { Path = folder is null ? null : Path.Combine(folder, $"console-{name}.png") });

        Assert.InRange(picture.Length, 10_000, 1_000_000);
        Assert.Empty(console.Errors);
    }
}
