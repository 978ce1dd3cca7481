using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.ForeignClients;

/// <summary>The functions of <c>tests/foreign/project</c>, unmodified, with every common version of the SDKs.</summary>
public sealed class FunctionSdkTests
{
    [Theory]
    [InlineData("wx-server-sdk-1")]
    [InlineData("wx-server-sdk-2")]
    [InlineData("wx-server-sdk-3")]
    [InlineData("wx-server-sdk")]
    public async Task A_project_runs_with_wx_server_sdk(string package)
    {
        using var project = await new FunctionProject().AddForeignAsync(package);
        GiveTime(project);
        await using var emulator = await project.StartAsync();

        // The SDKs sign by the real clock, also while that of the emulator is elsewhere.
        await emulator.PostJsonAsync("_emulator/clock", """{"advanceSeconds":86400}""");

        var login = await emulator.ResultAsync("login", """{"a":1}""", "&openid=o1&unionid=u1");
        Assert.Equal(("o1", "u1", "wx0000000000000001"), (login.Text("openid"), login.Text("unionid"), login.Text("appid")));
        Assert.Equal(("local-env", "wx_client"), (login.Text("env"), login.Text("source")));
        Assert.False((await emulator.ResultAsync("login")).TryGetProperty("openid", out _));

        var todos = await emulator.ResultAsync("todos", """{"collection":"todos"}""", "&openid=o1");
        Assert.Equal("""{"texts":["买牛奶"],"tags":["家","急"],"n":12,"total":2,"sum":14,"removed":1,"missing":-502005}""", todos.GetRawText());

        var files = await emulator.ResultAsync("files", """{"cloudPath":"目录/文件 1.txt"}""");
        Assert.Equal(("cloud://local-env.6c6f-local-env-1250000000/目录/文件 1.txt", "内容"), (files.Text("fileID"), files.Text("content")));
        Assert.StartsWith(emulator.Endpoint.AbsoluteUri, files.Text("url"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.Client.GetAsync(files.Text("url"), TestEmulator.Cancellation)).StatusCode);
        Assert.Equal(0, files.Number("deleted"));

        var chain = await emulator.ResultAsync("chain", "{}", "&openid=o1");
        Assert.Equal(("o1", "wx_client,scf"), (chain.GetProperty("result").Text("openid"), chain.GetProperty("result").Text("source")));
        Assert.Equal("""{"from":"chain"}""", chain.GetProperty("result").GetProperty("event").GetRawText());
        Assert.Contains("FunctionName parameter could not be found", chain.Text("failure"), StringComparison.Ordinal);

        var openapi = await emulator.InvokeAsync("openapi");
        Assert.Equal(-504002, openapi.Errcode());
        Assert.Contains("the emulator does not answer open API calls", openapi.Text("errmsg"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("admin")]
    public async Task A_function_runs_with_the_SDKs_of_CloudBase(string name)
    {
        using var project = await new FunctionProject().AddForeignAsync("wx-server-sdk");
        GiveTime(project);
        await using var emulator = await project.StartAsync();

        var result = await emulator.ResultAsync(name, """{"collection":"todos","cloudPath":"目录/文件.txt"}""", "&openid=o1");

        Assert.Equal((2, "内容", "o1"), (result.Number("n"), result.Text("content"), result.Text("openid")));
        Assert.Equal("wx_client,scf", result.GetProperty("login").Text("source"));
    }

    [Theory]
    [InlineData("wx-server-sdk-1")]
    [InlineData("wx-server-sdk")]
    public async Task An_SDK_reaches_an_emulator_that_listens_on_IPv6(string package)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && IsUsable(IPAddress.IPv6Loopback), "This machine has no IPv6 loopback.");
        using var project = await new FunctionProject().AddForeignAsync(package);
        GiveTime(project);
        await using var emulator = await project.StartAsync(options => options with { Address = IPAddress.IPv6Loopback });

        // Downloads are left out: the SDKs percent-encode the brackets of such an address in the URL.
        Assert.Equal("wx_http,scf", (await emulator.ResultAsync("chain")).GetProperty("result").Text("source"));
    }

    private static bool IsUsable(IPAddress address)
    {
        try
        {
            using TcpListener listener = new(address, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Three seconds are enough on a quiet machine, but tests run on busy ones.</summary>
    private static void GiveTime(FunctionProject project)
    {
        foreach (var folder in System.IO.Directory.EnumerateDirectories(System.IO.Path.Combine(project.Path, "cloudfunctions")))
        {
            System.IO.File.WriteAllText(System.IO.Path.Combine(folder, "config.json"), """{"timeout":60}""");
        }
    }
}
