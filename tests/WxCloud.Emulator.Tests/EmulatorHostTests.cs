using System;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests;

public sealed class EmulatorHostTests
{
    [Fact]
    public async Task A_port_in_use_is_an_error_that_names_it()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var e = await Assert.ThrowsAsync<IOException>(() => TestEmulator.StartAsync(options => options with { Port = emulator.Endpoint.Port }));

        Assert.Contains(emulator.Endpoint.Port.ToString(CultureInfo.InvariantCulture), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_belongs_to_one_emulator_at_a_time()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await TestEmulator.StartAsync(options => options with { DataPath = folder.Path }))
        {
            var e = await Assert.ThrowsAsync<DataFolderInUseException>(() => TestEmulator.StartAsync(options => options with { DataPath = folder.Path }));
            Assert.Contains("another emulator", e.Message, StringComparison.Ordinal);
        }

        await using var second = await TestEmulator.StartAsync(options => options with { DataPath = folder.Path });
    }

    [Fact]
    public async Task A_folder_with_other_files_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Combine("blobs"));
        File.WriteAllText(folder.Combine("blobs/mine"), "precious");

        await Assert.ThrowsAsync<IOException>(() => TestEmulator.StartAsync(options => options with { DataPath = folder.Path }));

        Assert.True(File.Exists(folder.Combine("blobs/mine")));
    }

    [Fact]
    public async Task Files_tickets_links_and_tokens_survive_a_restart()
    {
        using var folder = new TemporaryFolder();
        var time = TestTime.Create();
        Ticket file;
        Ticket ticket;
        string link;
        string token;
        await using (var first = await TestEmulator.StartAsync(options => options with { DataPath = folder.Path }, time))
        {
            file = await first.UploadAsync("目录/a.txt", "hello");
            ticket = await first.TicketAsync("b.txt");
            link = new Uri(await first.LinkAsync(file.FileId)).PathAndQuery;
            token = (await first.OrdinaryTokenAsync()).Text("access_token");
        }

        await using var second = await TestEmulator.StartAsync(options => options with { DataPath = folder.Path }, time);

        Assert.Equal("hello", await second.Client.GetStringAsync(link, TestEmulator.Cancellation));
        Assert.Equal(0, await second.ErrcodeOfAsync(token));
        using var reply = await second.PostFormAsync(new Uri(ticket.Url).PathAndQuery, Form.Of(ticket, "hello"u8.ToArray()));
        Assert.Equal(204, (int)reply.StatusCode);
        using var metadata = await second.SendSignedAsync(HttpMethod.Head, "目录/a.txt");
        Assert.Equal(file.CosFileId, metadata.Header("x-cos-meta-fileid"));
    }

    [Fact]
    public async Task In_memory_nothing_survives_a_restart()
    {
        var time = TestTime.Create();
        string token;
        await using (var first = await TestEmulator.StartAsync(time: time))
        {
            await first.UploadAsync("a.txt", "hello");
            token = (await first.StableTokenAsync()).Text("access_token");
        }

        await using var second = await TestEmulator.StartAsync(time: time);

        Assert.Equal(40001, await second.ErrcodeOfAsync(token));
        using var reply = await second.SendSignedAsync(HttpMethod.Get, "a.txt");
        await reply.RefusedAsync(System.Net.HttpStatusCode.NotFound, "NoSuchKey");
    }

    [Fact]
    public async Task WaitForShutdown_returns_after_the_shutdown()
    {
        var host = await EmulatorHost.StartAsync(new EmulatorOptions { Port = 0 }, TestEmulator.Cancellation);
        var shutdown = host.WaitForShutdownAsync(TestEmulator.Cancellation);
        Assert.False(shutdown.IsCompleted);

        await host.DisposeAsync();
        await host.DisposeAsync();

        await shutdown;
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("Prod-env")]
    [InlineData("-prod")]
    public async Task An_invalid_environment_id_is_refused(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => TestEmulator.StartAsync(options => options with { EnvironmentIds = [id] }));
    }
}
