using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos;
using WxCloud.Http;
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
    public async Task A_file_that_changes_while_it_is_sent_is_an_error_before_the_closing_boundary(string after, bool isLater)
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
    public async Task The_length_is_known_before_and_the_checksum_after_sending()
    {
        using var file = LocalFile.Open(_folder.WriteRandom("a.bin", 1_000_001));
        using var watch = new SilenceWatch(TimeSpan.FromHours(1), TimeProvider.System, Token);
        using var body = new FormBody([new("名", "值")], "file", "文\"件\r\n.bin", "text/plain", file, watch, progress: null);
        using var sent = new MemoryStream();
        await body.CopyToAsync(sent, Token);
        Assert.Equal(sent.Length, body.Headers.ContentLength);
        Assert.Equal(Crc64.Compute(await File.ReadAllBytesAsync(file.Path, Token)), body.Checksum.Value);
    }

    [Fact]
    public async Task A_slow_connection_is_not_treated_as_silent()
    {
        using var file = LocalFile.Open(_folder.WriteRandom("a.bin", 300_000));
        using var watch = new SilenceWatch(TimeSpan.FromSeconds(1), TimeProvider.System, Token);
        using var body = new FormBody([], "file", "a.bin", "text/plain", file, watch, progress: null);
        await using var line = new SlowLine(free: 100_000, bytesPerSecond: 100_000);
        await body.CopyToAsync(line, watch.Token);
        Assert.Equal(body.Headers.ContentLength, line.Length);
    }

    [Fact]
    public async Task A_fast_connection_gets_large_pieces()
    {
        using var file = LocalFile.Open(_folder.WriteRandom("a.bin", 20_000_000));
        using var watch = new SilenceWatch(TimeSpan.FromHours(1), TimeProvider.System, Token);
        using var body = new FormBody([], "file", "a.bin", "text/plain", file, watch, progress: null);
        await using var line = new SlowLine(free: long.MaxValue, bytesPerSecond: 1);
        await body.CopyToAsync(line, Token);
        Assert.InRange(line.Writes, 20, 70);
    }

    /// <summary>Accepts a first amount at once, as the buffers of a network do, and the rest at its rate.</summary>
    private sealed class SlowLine(long free, int bytesPerSecond) : MemoryStream
    {
        private long _length;

        public int Writes { get; private set; }

        public override long Length => _length;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            var late = Math.Max(0, _length + buffer.Length - Math.Max(_length, free));
            _length += buffer.Length;
            await Task.Delay(TimeSpan.FromSeconds((double)late / bytesPerSecond), cancellationToken);
        }
    }
}
