using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests;

/// <summary>What keeps web pages from driving the emulator.</summary>
public sealed class HostGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:9380")]
    [InlineData("localhost")]
    [InlineData("LocalHost:80")]
    [InlineData("api.localhost")]
    [InlineData("[::1]:9380")]
    [InlineData("10.1.2.3")]
    [InlineData("api.weixin.qq.com")]
    [InlineData("storage.example")]
    [InlineData("sub.storage.example:8080")]
    public async Task Requests_for_its_own_names_and_those_of_the_service_are_accepted(string host)
    {
        await using var emulator = await StartAsync();

        Assert.StartsWith("HTTP/1.1 200", await GetAsync(emulator, host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("attacker.example:9380")]
    [InlineData("localhost.attacker.example")]
    [InlineData("notlocalhost")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("api.weixin.qq.com.attacker.example")]
    public async Task Requests_for_other_names_are_refused(string host)
    {
        await using var emulator = await StartAsync();

        var reply = await GetAsync(emulator, host);

        Assert.StartsWith("HTTP/1.1 403", reply, StringComparison.Ordinal);
        Assert.Contains("--host", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_the_machine_is_accepted()
    {
        await using var emulator = await StartAsync();

        Assert.StartsWith("HTTP/1.1 200", await GetAsync(emulator, Dns.GetHostName()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://attacker.example")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task Requests_of_other_sites_pages_are_refused_and_change_nothing(string origin)
    {
        await using var emulator = await StartAsync();
        await emulator.UploadAsync("a.txt", "hello");

        var reply = await emulator.SendRawAsync(
            $"POST /_emulator/reset HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {origin}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403", reply, StringComparison.Ordinal);
        using var file = await emulator.SendSignedAsync(HttpMethod.Get, "a.txt");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    [Fact]
    public async Task Requests_of_its_own_pages_are_accepted()
    {
        await using var emulator = await StartAsync();

        var reply = await emulator.SendRawAsync("GET /_emulator/health HTTP/1.1\r\nHost: 127.0.0.1:5\r\nOrigin: http://127.0.0.1:5\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
    }

    private static Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(options => options with { HostNames = ["storage.example"] });

    private static Task<string> GetAsync(TestEmulator emulator, string host)
    {
        return emulator.SendRawAsync($"GET /_emulator/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    }
}
