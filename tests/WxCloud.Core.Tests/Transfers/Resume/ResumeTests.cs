using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Model;
using WxCloud.Transfers.Download;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Resume;

/// <summary>Interrupted downloads are resumed; those that cannot be resumed start again; the file is correct or absent.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Length = 8 * 1024 * 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly ServedObject _object = new(Random(Length, seed: 1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DownloadOptions Options => new() { EnvironmentId = "env", Destination = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_broken_stream_continues_where_it_broke()
    {
        _object.CutAfter = 3_000_000;
        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
        Assert.Equal([null, "bytes=3000000-8388607", "bytes=6000000-8388607"], cloud.ObjectRequests.Select(RangeOf));
        Assert.All(cloud.ObjectRequests.Skip(1), static request => Assert.NotEmpty(request.Headers["If-Match"]));
    }

    [Fact]
    public async Task A_later_download_continues_where_the_first_was_interrupted()
    {
        await InterruptAsync(5_000_000);
        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: true);
        Assert.Equal("bytes=5000000-8388607", Assert.Single(cloud.ObjectRequests.Select(RangeOf)));
    }

    [Theory]
    [InlineData(".wxresume", 10)]
    [InlineData(".wxresume", 0)]
    [InlineData(".wxpart", 4_999_999)]
    [InlineData(".wxpart", 0)]
    public async Task A_damaged_partial_file_or_record_restarts_the_download(string extension, int at)
    {
        await InterruptAsync(5_000_000);
        var path = Assert.Single(Files(), file => file.EndsWith(extension, StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Token);

        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
        Assert.Null(Assert.Single(cloud.ObjectRequests.Select(RangeOf)));
    }

    [Fact]
    public async Task A_truncated_partial_file_restarts_the_download()
    {
        await InterruptAsync(5_000_000);
        using (var file = new FileStream(Assert.Single(Files(), static file => file.EndsWith(".wxpart", StringComparison.Ordinal)), FileMode.Open))
        {
            file.SetLength(4_000_000);
        }

        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
    }

    [Theory]
    [InlineData(Length)]
    [InlineData(Length - 1)]
    [InlineData(10)]
    public async Task An_object_that_changed_is_downloaded_from_the_start(int length)
    {
        await InterruptAsync(5_000_000);
        _object.Content = Random(length, seed: 2);
        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
    }

    [Fact]
    public async Task A_server_that_ignores_conditions_is_detected_by_its_entity_tag()
    {
        _object.NamesChecksum = false;
        _object.IgnoresConditions = true;
        await InterruptAsync(5_000_000);
        _object.Content = Random(Length, seed: 6);
        await using var cloud = new ScriptedCloud(_object.Serve);
        var received = (await cloud.DownloadAsync(Options, Token)).Require();
        Assert.False(received.Resumed);
        Assert.True(_object.Content.AsSpan().SequenceEqual(File.ReadAllBytes(received.LocalPath)));
    }

    [Fact]
    public async Task An_object_that_changes_during_the_download_is_downloaded_from_the_start()
    {
        _object.CutAfter = 3_000_000;
        var requests = 0;
        await using var cloud = new ScriptedCloud(request =>
        {
            if (Interlocked.Increment(ref requests) == 2)
            {
                _object.Content = Random(Length, seed: 3);
            }

            return _object.Serve(request);
        });
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
    }

    [Fact]
    public async Task An_object_that_keeps_changing_is_an_error()
    {
        _object.CutAfter = 3_000_000;
        var requests = 0;
        await using var cloud = new ScriptedCloud(request =>
        {
            _object.Content = Random(Length, seed: Interlocked.Increment(ref requests));
            return _object.Serve(request);
        });
        Assert.Equal("WxCloud.Transfer.KeepsChanging", (await cloud.DownloadAsync(Options, Token)).Error?.ErrorId);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_the_whole_file_again()
    {
        await InterruptAsync(5_000_000);
        _object.IgnoresRanges = true;
        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
        Assert.Single(cloud.ObjectRequests);
    }

    [Fact]
    public async Task A_server_that_answers_another_range_sends_the_whole_file_again()
    {
        await InterruptAsync(5_000_000);
        await using var cloud = new ScriptedCloud(request => RangeOf(request) is null
            ? _object.Serve(request)
            : _object.Serve(request with { Headers = request.Headers.ToDictionary(static header => header.Key, static header => header.Key == "Range" ? "bytes=0-9" : header.Value, StringComparer.OrdinalIgnoreCase) }));
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
    }

    [Fact]
    public async Task Without_entity_tag_and_checksum_no_partial_file_is_kept()
    {
        _object.NamesEntityTag = false;
        _object.NamesChecksum = false;
        _object.CutAfter = 5_000_000;
        await using var cloud = new ScriptedCloud(_object.Serve);
        Assert.Equal("WxCloud.Transport.Broken", (await cloud.DownloadAsync(Options, Token)).Error?.ErrorId);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task NoResume_starts_from_the_beginning_and_leaves_no_partial_file()
    {
        await InterruptAsync(5_000_000);
        _object.CutAfter = 2_000_000;
        var dying = new Dying(_object, lives: 2);
        await using (var cloud = new ScriptedCloud(dying.Serve))
        {
            Assert.NotNull((await cloud.DownloadAsync(Options with { NoResume = true }, Token)).Error);
            Assert.Null(cloud.ObjectRequests.Select(RangeOf).First());
        }

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Several_downloads_to_one_target_each_succeed()
    {
        _object.CutAfter = 1_500_000;
        await using var cloud = new ScriptedCloud(_object.Serve);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => cloud.DownloadAsync(Options with { Force = true }, Token)));
        Assert.All(outcomes, static outcome => Assert.Null(outcome.Error));
        AssertArrived(outcomes[0], resumed: false);
    }

    [Fact]
    public async Task A_connection_that_breaks_often_continues_while_each_attempt_brings_bytes()
    {
        _object.CutAfter = 600_000;
        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
        Assert.Equal(1 + (Length / 600_000), cloud.ObjectRequests.Count());
    }

    [Fact]
    public async Task A_server_that_refuses_the_rest_sends_the_whole_file_again()
    {
        await InterruptAsync(5_000_000);
        await using var cloud = new ScriptedCloud(request => RangeOf(request) is null
            ? _object.Serve(request)
            : ScriptedReply.Of("416 Range Not Satisfiable", "Content-Length: 0", ""));
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: false);
    }

    [Fact]
    public async Task A_compressed_part_is_not_appended_to_uncompressed_bytes()
    {
        _object.NamesChecksum = false;
        await InterruptAsync(5_000_000);
        await using var cloud = new ScriptedCloud(request =>
        {
            var reply = System.Text.Encoding.Latin1.GetString(_object.Serve(request).Bytes);
            var encoding = RangeOf(request) is null ? "" : "\r\nContent-Encoding: gzip";
            return new(System.Text.Encoding.Latin1.GetBytes(reply.Insert(reply.IndexOf("\r\n", StringComparison.Ordinal), encoding)));
        });
        Assert.False((await cloud.DownloadAsync(Options, Token)).Require().Resumed);
    }

    [Fact]
    public async Task A_silent_server_leaves_a_partial_file_to_resume()
    {
        var requests = 0;
        _object.CutAfter = 5_000_000;
        await using (var silent = new ScriptedCloud(
            request => (Interlocked.Increment(ref requests) == 1 ? _object.Serve(request) : new([])) with { ThenSilence = true },
            timeout: TimeSpan.FromSeconds(50)))
        {
            Assert.Equal("WxCloud.Transport.Silence", (await silent.DownloadAsync(Options, Token)).Error?.ErrorId);
        }

        _object.CutAfter = null;
        await using var cloud = new ScriptedCloud(_object.Serve);
        AssertArrived(await cloud.DownloadAsync(Options, Token), resumed: true);
    }

    [Fact]
    public async Task A_record_that_is_a_link_is_not_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        await InterruptAsync(5_000_000);
        var record = Assert.Single(Files(), static file => file.EndsWith(".wxresume", StringComparison.Ordinal));
        File.Move(record, _folder.At("record-of-another"));
        File.CreateSymbolicLink(record, _folder.At("record-of-another"));
        await using var cloud = new ScriptedCloud(_object.Serve);
        Assert.False((await cloud.DownloadAsync(Options, Token)).Require().Resumed);
    }

    [Fact]
    public async Task An_md5_verifies_a_resumed_download()
    {
        var md5 = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(_object.Content));
        _object.NamesChecksum = false;
        _object.NamesEntityTag = false;
        ScriptedReply Serve(ScriptedRequest request)
        {
            var reply = _object.Serve(request with { Headers = request.Headers.Where(static header => header.Key != "If-Match").ToDictionary(StringComparer.OrdinalIgnoreCase) });
            var text = System.Text.Encoding.Latin1.GetString(reply.Bytes);
            return new(System.Text.Encoding.Latin1.GetBytes(text.Insert(text.IndexOf("\r\n", StringComparison.Ordinal), $"\r\nETag: \"{md5}\"")));
        }

        _object.CutAfter = 5_000_000;
        await using (var broken = new ScriptedCloud(new Dying(Serve, lives: 1).Serve))
        {
            Assert.NotNull((await broken.DownloadAsync(Options, Token)).Error);
        }

        _object.CutAfter = null;
        await using var cloud = new ScriptedCloud(Serve);
        var received = (await cloud.DownloadAsync(Options, Token)).Require();
        Assert.Equal((WxVerification.Md5, true), (received.Verified, received.Resumed));
    }

    private static string? RangeOf(ScriptedRequest request) => request.Headers.GetValueOrDefault("Range");

    private static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private string[] Files() => Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });

    /// <summary>Downloads until so many bytes are there and the server is gone.</summary>
    private async Task InterruptAsync(int bytes)
    {
        _object.CutAfter = bytes;
        await using (var cloud = new ScriptedCloud(new Dying(_object, lives: 1).Serve))
        {
            Assert.NotNull((await cloud.DownloadAsync(Options, Token)).Error);
        }

        _object.CutAfter = null;
        Assert.Equal([".wxpart", ".wxresume"], Files().Select(Path.GetExtension).Order());
    }

    private void AssertArrived(Outcome<string, WxCloudDownload> outcome, bool resumed)
    {
        var received = outcome.Require();
        Assert.Equal((resumed, WxVerification.Crc64), (received.Resumed, received.Verified));
        Assert.True(_object.Content.AsSpan().SequenceEqual(File.ReadAllBytes(received.LocalPath)));
        Assert.Equal([received.LocalPath], Files());
    }

    /// <summary>A server that dies after some requests.</summary>
    private sealed class Dying(Func<ScriptedRequest, ScriptedReply> serve, int lives)
    {
        private int _lives = lives;

        public Dying(ServedObject stored, int lives)
            : this(stored.Serve, lives)
        {
        }

        public ScriptedReply Serve(ScriptedRequest request) => Interlocked.Decrement(ref _lives) >= 0 ? serve(request) : new([]);
    }
}
