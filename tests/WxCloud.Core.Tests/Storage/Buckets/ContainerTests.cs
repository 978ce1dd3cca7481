using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Storage.Buckets;

/// <summary>The way through the platform of a cloud container (开放接口服务): without a token, and with the container's COS keys.</summary>
public sealed class ContainerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_sent_listed_copied_and_received_without_a_token()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await RunningEmulator.StartAsync(Cancel, new() { OpenApiService = true });
        var engine = Connect(emulator);
        var sent = await engine.Uploader.SendAsync(new UploadPlan(new()).ExpandPattern(folder.Write("图.txt")).ToAsyncEnumerable(), new() { EnvironmentId = "local-env" }, meter: null, Cancel).SingleAsync(Cancel);
        Assert.Equal(RunningEmulator.FileId("图.txt"), sent.Require().FileId);
        Assert.Equal("图.txt", (await engine.Files.ByPrefixAsync("local-env", "", recurse: true, Cancel).SingleAsync(Cancel)).CloudPath);

        var copy = await engine.Copier.CopyAsync(new WxCloud.Transfers.Copy.CopyItem[] { new("图.txt", "copy/") }.ToAsyncEnumerable(), new() { EnvironmentId = "local-env" }, Cancel).SingleAsync(Cancel);
        var back = await engine.Downloader.ReceiveAsync(new[] { copy.Require().FileId }.ToAsyncEnumerable(), new() { EnvironmentId = "local-env", Destination = folder.At("back") }, meter: null, Cancel).SingleAsync(Cancel);
        Assert.Equal("图.txt", await System.IO.File.ReadAllTextAsync(back.Require().LocalPath, Cancel));
        Assert.Equal(
            (1, 1, 0),
            (await emulator.CountAsync("_/cos/getauth", Cancel), await emulator.CountAsync("_/cos/metaid/encode", Cancel), await emulator.CountAsync("cgi-bin/stable_token", Cancel)));
    }

    [Fact]
    public async Task A_platform_that_adds_no_token_is_an_error_that_says_what_to_switch_on()
    {
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var error = await Assert.ThrowsAsync<WxCloudException>(async () => await Connect(emulator).Files.ByPrefixAsync("local-env", "", recurse: true, Cancel).ToListAsync(Cancel));
        Assert.Equal((41001, true), (error.Errcode, error.IsFatal));
        Assert.Contains("开放接口服务", error.RecommendedAction, System.StringComparison.Ordinal);
    }

    private static Engine Connect(RunningEmulator emulator) => emulator.Connect(static settings => settings with
    {
        Credential = WxCredentialKind.OpenApiService,
        AppId = null,
        AppSecret = null,
        CosSecretId = null,
        CosSecretKey = null,
    }).Engine;
}
