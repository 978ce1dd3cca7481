using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Playwright;
using WxCloud.Emulator;
using Xunit;

namespace WxCloud.Console.Tests.Support;

/// <summary>An emulator on a free port with a page of the browser that shows its console, and what went wrong in that page.</summary>
internal sealed class OpenConsole : IAsyncDisposable
{
    public const string Bucket = "6c6f-local-env-1250000000";

    private readonly EmulatorHost _emulator;
    private readonly IBrowserContext _context;

    private OpenConsole(EmulatorHost emulator, IBrowserContext context, IPage page)
    {
        _emulator = emulator;
        _context = context;
        Page = page;
        Client = new HttpClient { BaseAddress = emulator.Endpoint };
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Add(message.Text);
            }
        };
        page.Dialog += (_, dialog) => Errors.Add($"dialog: {dialog.Message}");
        page.SetDefaultTimeout(60_000);
    }

    public IPage Page { get; }

    public HttpClient Client { get; }

    public Uri Endpoint => _emulator.Endpoint;

    /// <summary>The exceptions of the page, the errors in its console, and the dialogs that it opened.</summary>
    public List<string> Errors { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<OpenConsole> StartAsync(Browser browser, string locale = "en-US", int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, EmulatorOptions? options = null)
    {
        var context = await browser.NewContextAsync(locale, width, height, scheme);
        var emulator = await EmulatorHost.StartAsync((options ?? new EmulatorOptions()) with { Port = 0 }, Cancellation);
        return new OpenConsole(emulator, context, await context.NewPageAsync());
    }

    /// <summary>Opens a page of the console by the text after <c>#/</c>.</summary>
    public async Task GoAsync(string place)
    {
        await Page.GotoAsync(new Uri(Endpoint, $"/#/{place}").AbsoluteUri);
        await Page.Locator("main h1").WaitForAsync();
    }

    public async Task PutFileAsync(string path, string contentType, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var reply = await Client.PutAsync($"_emulator/storage/content?path={Uri.EscapeDataString(path)}", body, Cancellation);
        reply.EnsureSuccessStatusCode();
    }

    public Task PutFileAsync(string path, string content) => PutFileAsync(path, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(content));

    /// <summary>A call of the service's API by way of the console.</summary>
    public async Task<JsonElement> CallAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var reply = await Client.PostAsync($"_emulator/call/{path}", body, Cancellation);
        using var document = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(0, document.RootElement.GetProperty("errcode").GetInt32());
        return document.RootElement.Clone();
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await Client.GetByteArrayAsync($"_emulator/{path}", Cancellation));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Client.Dispose();
        await _emulator.DisposeAsync();
    }
}
