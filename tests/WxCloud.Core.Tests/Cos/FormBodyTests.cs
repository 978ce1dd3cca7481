using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos;
using WxCloud.Local;
using Xunit;

namespace WxCloud.Core.Tests.Cos;

public sealed class FormBodyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("longer than before", false)]
    [InlineData("short", false)]
    [InlineData("twelve bytes", true)]
    public async Task A_file_that_changes_while_it_is_sent_is_an_error_before_the_end_is_said(string after, bool isLater)
    {
        var path = _folder.Write("a.txt", "at the start");
        using var file = LocalFile.Open(path);
        await File.WriteAllTextAsync(path, after, Token);
        File.SetLastWriteTimeUtc(path, isLater ? DateTime.UtcNow.AddMinutes(1) : File.GetLastWriteTimeUtc(path));

        using var watch = new SilenceWatch(TimeSpan.FromHours(1), TimeProvider.System, Token);
        using var body = new FormBody([new("key", "a.txt")], "file", "a.txt", "text/plain", file, watch, progress: null);
        using var sent = new MemoryStream();
        var error = await Assert.ThrowsAsync<WxCloudException>(() => body.CopyToAsync(sent, Token));
        Assert.Equal(("WxCloud.Local.Changed", path), (error.ErrorId, error.Target));
        Assert.False(System.Text.Encoding.UTF8.GetString(sent.ToArray()).EndsWith("--\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_length_is_known_before_and_its_checksum_after()
    {
        using var file = LocalFile.Open(_folder.WriteRandom("a.bin", 1_000_001));
        using var watch = new SilenceWatch(TimeSpan.FromHours(1), TimeProvider.System, Token);
        using var body = new FormBody([new("名", "值")], "file", "文\"件\r\n.bin", "text/plain", file, watch, progress: null);
        using var sent = new MemoryStream();
        await body.CopyToAsync(sent, Token);
        Assert.Equal(sent.Length, body.Headers.ContentLength);
        Assert.Equal(Crc64.Compute(await File.ReadAllBytesAsync(file.Path, Token)), body.Checksum.Value);
    }
}
