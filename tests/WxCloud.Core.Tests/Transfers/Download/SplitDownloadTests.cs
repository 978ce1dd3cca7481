using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Download;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Download;

/// <summary>A large file that comes slowly is fetched in several streams, within the throttle limit.</summary>
public sealed class SplitDownloadTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DownloadOptions Options => new() { EnvironmentId = "env", Destination = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_file_that_comes_slowly_comes_in_several_streams() =>
        Assert.True(await CountStreamsAsync(96 * Megabyte, Options) > 1, "It came in one stream.");

    [Fact]
    public async Task A_file_below_16_MiB_comes_in_one_stream() => Assert.Equal(1, await CountStreamsAsync(15 * Megabyte, Options));

    [Fact]
    public async Task Further_streams_stay_within_the_throttle_limit() =>
        Assert.Equal(1, await CountStreamsAsync(96 * Megabyte, Options with { ThrottleLimit = 1 }));

    [Fact]
    public async Task A_finished_file_frees_its_stream_for_another_file()
    {
        var (small, large) = (Random(1000), Random(96 * Megabyte));
        using var smallIsDone = new ManualResetEventSlim();
        await using var cloud = Open(
            request =>
            {
                if (request.Target.Contains("small", StringComparison.Ordinal))
                {
                    return small.Serve(request);
                }

                smallIsDone.Wait(TimeSpan.FromMinutes(1), Token);
                return large.Serve(request);
            },
            static (server, _) => ScriptedReply.Json(
                $$"""
                {"errcode":0,"file_list":[
                  {"fileid":"{{ScriptedCloud.FileIdOf("small")}}","download_url":"{{server}}objects/small?sign=1","status":0},
                  {"fileid":"{{ScriptedCloud.FileIdOf("large")}}","download_url":"{{server}}objects/large?sign=1","status":0}]}
                """));
        var fileIds = new[] { ScriptedCloud.FileIdOf("small"), ScriptedCloud.FileIdOf("large") };
        var received = 0;
        await foreach (var outcome in cloud.Engine.Downloader.ReceiveAsync(fileIds.ToAsyncEnumerable(), Options with { ThrottleLimit = 2 }, meter: null, Token))
        {
            Assert.Null(outcome.Error);
            received++;
            smallIsDone.Set();
        }

        Assert.Equal(2, received);
        Assert.True(cloud.ObjectRequests.Count(static request => request.Target.Contains("large", StringComparison.Ordinal)) > 1, "It came in one stream.");
    }

    [Fact]
    public async Task A_large_file_from_a_server_that_ignores_ranges_arrives_all_the_same()
    {
        var stored = Random(64 * Megabyte);
        stored.IgnoresRanges = true;
        await using var cloud = Open(stored.Serve);
        AssertArrived(stored, (await cloud.DownloadAsync(Options, Token)).Require().LocalPath);
    }

    private static async Task<int> CountStreamsAsync(int length, DownloadOptions options)
    {
        var stored = Random(length);
        await using var cloud = Open(stored.Serve);
        AssertArrived(stored, (await cloud.DownloadAsync(options, Token)).Require().LocalPath);
        return cloud.ObjectRequests.Count();
    }

    /// <summary>A cloud for a client whose stopwatch runs so fast that every transfer is a slow one.</summary>
    private static ScriptedCloud Open(Func<ScriptedRequest, ScriptedReply> objectHost, Func<Uri, ScriptedRequest, ScriptedReply>? api = null)
    {
        ScriptedCloud? cloud = null;
        cloud = new(objectHost, time: new AcceleratedTime(stopwatchFactor: 100_000), api: api is null ? null : request => api(cloud!.Endpoint, request));
        return cloud;
    }

    private static void AssertArrived(ServedObject stored, string path) => Assert.True(stored.Content.AsSpan().SequenceEqual(File.ReadAllBytes(path)));

    private static ServedObject Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return new(bytes);
    }
}
