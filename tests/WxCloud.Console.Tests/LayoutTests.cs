using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using WxCloud.Console.Tests.Support;
using Xunit;

namespace WxCloud.Console.Tests;

/// <summary>The pages are accessible, and fit a narrow window.</summary>
public sealed class LayoutTests(Browser browser)
{
    [Theory]
    [InlineData("overview")]
    [InlineData("storage")]
    [InlineData("database/image")]
    [InlineData("functions")]
    [InlineData("requests")]
    [InlineData("faults")]
    [InlineData("clock")]
    public async Task A_page_is_accessible_and_fits_a_phone(string place)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1920), (ColorScheme.Dark, 360) })
        {
            await using var console = await OpenConsole.StartAsync(browser, width: width, scheme: scheme);
            await console.PutFileAsync("picture.svg", "image/svg+xml", """<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"""u8.ToArray());
            await console.PutFileAsync("folder/b.txt", "b");
            await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"image"}""");
            await console.CallAsync("tcb/databaseadd", """{"env":"local-env","query":"db.collection(\"image\").add({data:[{fileID:\"a\"}]})"}""");
            using (await console.Client.GetAsync("cgi-bin/token?x=1", TestContext.Current.CancellationToken))
            {
                await console.GoAsync(place);
            }

            await console.Page.WaitForLoadStateAsync(LoadState.Load);
            var result = await console.Page.RunAxe();
            Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}")));
            Assert.InRange(await console.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
            Assert.Empty(console.Errors);
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-CN")]
    public async Task A_narrow_window_shows_collections_whole_buttons_and_the_current_page(string locale)
    {
        await using var console = await OpenConsole.StartAsync(browser, locale, width: 400, height: 900);
        await console.CallAsync("tcb/databasecollectionadd", """{"env":"local-env","collection_name":"image"}""");
        await console.CallAsync("tcb/databaseadd", """{"env":"local-env","query":"db.collection('image').add({data:[{fileID:'cloud://local-env.6c6f-local-env-1250000000/images/1.png',path:'images/1.png',length:20000}]})"}""");
        await console.GoAsync("database/image");

        var edit = await console.Page.Locator("td button").First.BoundingBoxAsync();
        Assert.InRange(edit!.Height, 1, 50);
        var collections = await console.Page.Locator(".collections").BoundingBoxAsync();
        var collection = await console.Page.Locator(".collections a").BoundingBoxAsync();
        Assert.InRange(collection!.Y + collection.Height, 0, collections!.Y + collections.Height + 1);

        await console.GoAsync("clock");
        var current = await console.Page.Locator("#navigation [aria-current]").BoundingBoxAsync();
        Assert.InRange(current!.X + current.Width, 0, 400);
        Assert.Empty(console.Errors);
    }
}
