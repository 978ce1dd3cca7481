using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Measurements;
using WxCloud.Model;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Measurements;

public sealed class MeasurementTests : EmulatorTest
{
    [Theory]
    [InlineData("", 0, "/.gz:1:5 /.png:3:15 /:2:10")]
    [InlineData("", 1, "/.png:1:5 /:1:5 a/.png:2:10 a/.gz:1:5 图/:1:5")]
    [InlineData("", 9, "/.png:1:5 /:1:5 a/.png:1:5 a/b/.gz:1:5 a/b/.png:1:5 图/:1:5")]
    [InlineData("a/", 1, "a/.png:1:5 a/b/.gz:1:5 a/b/.png:1:5")]
    [InlineData("a", 0, "/.png:2:10 /.gz:1:5")]
    public async Task Usage_is_added_up_byFolder_and_type(string prefix, int depth, string expected)
    {
        await StoreAsync("hello", "1.PNG", "none", "a/2.png", "a/b/3.png", "a/b/4.tar.gz", "图/.hidden");
        var meter = new SearchMeter();
        var rows = await Engine.Usage.MeasureAsync("local-env", prefix, depth, meter, Token);
        Assert.Equal(expected.Split(' ').Order(), rows.Select(static row => $"{row.Folder.TrimEnd('/')}/{row.Type}:{row.Count}:{row.Length}").Order());
        Assert.Equal(rows.OrderBy(static row => row.Folder, StringComparer.Ordinal).ThenByDescending(static row => row.Length).ThenBy(static row => row.Type, StringComparer.Ordinal), rows);
        Assert.Equal(1, rows.Sum(static row => row.Share), 9);
        Assert.All(rows, static row => Assert.NotNull(row.LastModified));
        Assert.Equal(rows.Sum(static row => row.Count), meter.Files);
    }

    [Theory]
    [InlineData("a.Extension9", ".extension9")]
    [InlineData("a.extension10", "")]
    [InlineData("a.", "")]
    [InlineData("a.图", "")]
    [InlineData("a.b c", "")]
    public async Task An_extension_is_up_to_ten_letters_and_digits(string name, string type)
    {
        await StoreAsync("hello", name);
        Assert.Equal(type, Assert.Single(await Engine.Usage.MeasureAsync("local-env", "", 1, meter: null, Token)).Type);
    }

    [Fact]
    public async Task The_time_of_a_row_is_that_of_its_newest_file()
    {
        await StoreAsync("hello", "b.txt");
        await Emulator.PostAsync("clock", new { advanceSeconds = 3600 }, Token);
        await StoreAsync("hello", "a.txt");
        var newest = (await Engine.Files.ByPrefixAsync("local-env", "a.txt", recurse: true, Token).SingleAsync(Token)).LastModified;
        Assert.Equal(newest, Assert.Single(await Engine.Usage.MeasureAsync("local-env", "", 1, meter: null, Token)).LastModified);
    }

    [Fact]
    public async Task Empty_files_have_no_share()
    {
        await StoreAsync("", "a.txt");
        Assert.Equal((1L, 0L, 0.0), Assert.Single(await Engine.Usage.MeasureAsync("local-env", "", 1, meter: null, Token)) is var row ? (row.Count, row.Length, row.Share) : default);
    }

    [Fact]
    public async Task A_trial_measures_both_directions_and_removes_its_files()
    {
        await StoreAsync("x", "kept.txt");
        var meter = new TransferMeter();
        var outcomes = await Engine.Trial.MeasureAsync("local-env", 1000, 4, meter, Token).ToListAsync(Token);
        Assert.Equal([WxCloudSyncDirection.Upload, WxCloudSyncDirection.Download], outcomes.Select(static outcome => outcome.Require().Direction));
        foreach (var measure in outcomes.Select(static outcome => outcome.Require()))
        {
            Assert.Equal((1000, 4), (measure.Length, measure.Count));
            Assert.Equal(1, measure.Trials[0].ThrottleLimit);
            Assert.All(measure.Trials, static trial => Assert.InRange(trial.BytesPerSecond, 1000 * trial.FilesPerSecond * 0.999, 1000 * trial.FilesPerSecond * 1.001));
            var best = measure.Trials.Max(static trial => trial.FilesPerSecond);
            var advised = measure.Trials.First(trial => trial.FilesPerSecond >= 0.9 * best);
            Assert.Equal((advised.ThrottleLimit, advised.BytesPerSecond, advised.FilesPerSecond), (measure.AdvisedThrottleLimit, measure.BytesPerSecond, measure.FilesPerSecond));
        }

        Assert.True(meter.Bytes >= 1000 * (1 + (4 * outcomes.Sum(static outcome => outcome.Require().Trials.Count))));
        Assert.Equal(["kept.txt"], await PathsAsync());
    }

    [Fact]
    public async Task A_trial_that_is_interrupted_removes_its_files()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var meter = new TransferMeter();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            // Stopped when some files are stored.
            var running = Engine.Trial.MeasureAsync("local-env", 100_000, 64, meter, stop.Token).ToListAsync(stop.Token).AsTask();
            while (!running.IsCompleted && meter.FinishedFiles < 20)
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await running;
        });
        Assert.True(await Emulator.CountAsync("tcb/batchdeletefile", Token) > 0);
        Assert.Empty(await PathsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploads_that_are_under_way_end_before_the_files_are_removed(bool isInterrupted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var events = new ConcurrentQueue<string>();
        var late = new TaskCompletionSource();
        var received = 0;
        await using var bucket = new ScriptedBucket(
            request =>
            {
                // The fourth file is stored a moment after it was received. Meanwhile the trial is interrupted, or the fifth fails.
                switch (Interlocked.Increment(ref received))
                {
                    case 4:
                        if (isInterrupted)
                        {
                            stop.Cancel();
                        }

                        SpinWait.SpinUntil(() => !events.IsEmpty, TimeSpan.FromSeconds(2));
                        events.Enqueue("stored");
                        late.SetResult();
                        break;
                    case > 4 when !isInterrupted:
                        return ScriptedBucket.Error("403 Forbidden", "AccessDenied");
                }

                return ScriptedReply.Of("204 No Content", "ETag: \"x\"", "");
            },
            static settings => settings with { CosSecretId = null, CosSecretKey = null },
            keys: _ =>
            {
                events.Enqueue("removed");
                return ScriptedReply.Json("""{"errcode":-501007,"errmsg":"invalid parameters"}""");
            });

        await Assert.ThrowsAnyAsync<Exception>(async () => await bucket.Engine.Trial.MeasureAsync("env", 1000, 2, meter: null, stop.Token).ToListAsync(Token));
        await late.Task;
        Assert.Equal("stored", events.First());
    }

    [Fact]
    public async Task A_trial_removes_what_one_before_left_behind()
    {
        await Emulator.BreakAsync("tcb/batchdeletefile", "errcode", -501007, times: null, Token);
        var outcomes = await Engine.Trial.MeasureAsync("local-env", 10, 60, meter: null, Token).ToListAsync(Token);
        Assert.Equal(TransferTrial.MaxCount, outcomes.Skip(2).Select(static outcome => outcome.Item).Distinct().Count());
        Assert.All(outcomes.Skip(2), static outcome => Assert.Equal("WxCloud.Api.InvalidArgument", outcome.Error?.ErrorId));
        Assert.Equal(60, (await PathsAsync()).Count);

        await Emulator.BreakAsync("tcb/databasecount", "errcode", -1, times: 1, Token);
        await Engine.Trial.MeasureAsync("local-env", 10, 1, meter: null, Token).ToListAsync(Token);
        Assert.Empty(await PathsAsync());
    }

    private async Task<IReadOnlyList<string>> PathsAsync() =>
        [.. (await Engine.Files.ByPrefixAsync("local-env", "", recurse: true, Token).ToListAsync(Token)).Select(static file => file.CloudPath)];

    private async Task StoreAsync(string content, params string[] paths)
    {
        var source = Folder.Write("source", content);
        var items = paths.Select(path => new Outcome<string, UploadItem>(path, new UploadItem(source, path))).ToAsyncEnumerable();
        await foreach (var sent in Engine.Uploader.SendAsync(items, new() { EnvironmentId = "local-env" }, meter: null, Token))
        {
            sent.Require();
        }
    }
}
