using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Storage;

/// <summary>An environment in a shared bucket: every key has a prefix that cloud paths do not have.</summary>
public sealed class BasePathTests
{
    [Fact]
    public async Task Keys_have_the_prefix_and_cloud_paths_lack_it()
    {
        await using var emulator = await StartAsync();
        var ticket = await emulator.TicketAsync("dir/a.txt");
        Assert.EndsWith($"/{TestEmulator.Bucket}/tenants/a/dir/a.txt", ticket.Url, StringComparison.Ordinal);
        Assert.Equal($"cloud://local-env.{TestEmulator.Bucket}/dir/a.txt", ticket.FileId);

        using var stored = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket with { Path = "tenants/a/dir/a.txt" }, "hello"u8.ToArray()));
        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);

        using var byKey = await emulator.SendSignedAsync(HttpMethod.Get, "tenants/a/dir/a.txt");
        Assert.Equal("hello", await byKey.TextAsync());
        Assert.Equal("hello", await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation));

        var json = $$"""{"env":"local-env","fileid_list":["{{ticket.FileId}}"]}""";
        Assert.Equal(0, (await emulator.CallAsync("tcb/batchdeletefile", json)).GetProperty("delete_list")[0].Number("status"));
        using var deleted = await emulator.SendSignedAsync(HttpMethod.Get, "tenants/a/dir/a.txt");
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
    }

    [Fact]
    public async Task A_form_with_the_cloud_path_as_its_key_is_refused()
    {
        await using var emulator = await StartAsync();
        var ticket = await emulator.TicketAsync("dir/a.txt");

        using var reply = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, "hello"u8.ToArray()));

        await reply.RefusedAsync(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed");
    }

    [Theory]
    [InlineData("tenants")]
    [InlineData("/tenants/")]
    [InlineData("a//")]
    public async Task A_base_path_that_cannot_begin_a_key_is_refused(string basePath)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => TestEmulator.StartAsync(options => options with { BasePath = basePath }));
    }

    private static Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(options => options with { BasePath = "tenants/a/" });
}
