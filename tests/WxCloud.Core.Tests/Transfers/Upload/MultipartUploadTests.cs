using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Cos.Buckets;
using WxCloud.Model;
using WxCloud.Storage.Buckets;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Upload;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Upload;

public sealed class MultipartUploadTests : IDisposable
{
    private const int Parts = 9;
    private const int PartBytes = 8 * 1024 * 1024;
    private const string CloudPath = "大/big.bin";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string LocalPath => Path.Combine(_folder.Path, "big.bin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_file_goes_in_parts_and_is_read_by_its_fileID()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var file = (await SendAsync(emulator.Engine, Cancel)).Require();
        Assert.EndsWith("-9", file.ETag, StringComparison.Ordinal);
        Assert.Equal(Parts, await emulator.CountAsync("object:PART", Cancel));
        // One to begin and one to put the parts together.
        Assert.Equal(2, await emulator.CountAsync("object:POST", Cancel));
        await AssertStoredAsync(emulator, file);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interrupted_upload_continues_after_the_parts_that_the_bucket_has(bool changesAPart)
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "delay", 100, times: null, Cancel);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = SendAsync(emulator.Engine, kill.Token);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        while (await StoredPartsAsync() < 2)
        {
            await Task.Yield();
        }

        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await emulator.BreakAsync("object:PART", "delay", 1, times: null, Cancel);
        var stored = await StoredPartsAsync();
        Assert.InRange(stored, 2, Parts - 1);
        if (changesAPart)
        {
            using var file = File.OpenWrite(LocalPath);
            file.Position = ((await PartsAsync())[0].Number - 1) * (long)PartBytes;
            file.WriteByte(255);
        }

        var (engine, listener) = (emulator.Engine, new RecordingListener());
        using var listening = engine.Log.Listen(listener);
        var done = (await SendAsync(engine, Cancel)).Require();

        // What was on its way when the first run was stopped may still have arrived.
        Assert.InRange(listener.Calls.Count(static call => call.Method == "PUT"), changesAPart ? 1 : 0, Parts - stored + (changesAPart ? 1 : 0));
        await AssertStoredAsync(emulator, done);
        Assert.Empty(await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));

        async Task<int> StoredPartsAsync() => (await PartsAsync()).Count;

        async Task<IReadOnlyList<StoredPart>> PartsAsync() =>
            await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel) is [var upload, ..] ? await bucket.Multipart.ListPartsAsync(CloudPath, upload.Id, CloudPath, Cancel) : [];
    }

    [Fact]
    public async Task A_part_that_is_refused_temporarily_is_sent_again()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "status", 503, times: 2, Cancel);
        var file = (await SendAsync(emulator.Engine, Cancel)).Require();
        Assert.Equal(Parts + 2, await emulator.CountAsync("object:PART", Cancel));
        await AssertStoredAsync(emulator, file);
    }

    [Fact]
    public async Task An_abandoned_upload_leaves_no_parts()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "status", 403, times: null, Cancel);
        var outcome = await SendAsync(emulator.Engine, Cancel);
        Assert.Equal((LocalPath, WxCloudErrorCategory.PermissionDenied), (outcome.Error!.Target, outcome.Error.Category));
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        Assert.Empty(await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_changes_between_parts_is_an_error_and_leaves_nothing(bool changesLength)
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "delay", 100, times: null, Cancel);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var running = SendAsync(emulator.Engine, Cancel);
        await WaitForPartsAsync(bucket, 2);

        // Writes as programs that ignore the locks of .NET, which Unix does not enforce.
        using (var file = new FileStream(LocalPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            // In the last part, which is not sent yet.
            file.Position = changesLength ? file.Length : file.Length - 1;
            file.WriteByte(255);
        }

        var error = (await running).Error!;
        Assert.Equal(("WxCloud.Local.Changed", LocalPath), (error.ErrorId, error.Target));
        Assert.Empty(await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));
        Assert.Null(await bucket.Objects.HeadAsync(CloudPath, CloudPath, Cancel));
        Assert.InRange(await emulator.CountAsync("object:PART", Cancel), 2, Parts - 1);
    }

    [Fact]
    public async Task A_file_that_is_stored_already_is_skipped_without_a_part()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var sent = (await SendAsync(emulator.Engine, Cancel)).Require();
        var skipped = (await SendAsync(emulator.Engine, Cancel, new() { EnvironmentId = "local-env", SkipExisting = true })).Require();
        Assert.Equal((sent.Length, sent.ETag, sent.Crc64), (skipped.Length, skipped.ETag, skipped.Crc64));
        Assert.Equal(Parts, await emulator.CountAsync("object:PART", Cancel));

        using (var file = File.OpenWrite(LocalPath))
        {
            file.SetLength(file.Length - 1);
        }

        await AssertStoredAsync(emulator, (await SendAsync(emulator.Engine, Cancel, new() { EnvironmentId = "local-env", SkipExisting = true })).Require());
        Assert.Equal(2 * Parts, await emulator.CountAsync("object:PART", Cancel));
    }

    [Fact]
    public async Task Verify_reads_the_head_of_the_file_through_its_fileID()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var options = new UploadOptions { EnvironmentId = "local-env", Verify = true };
        await AssertStoredAsync(emulator, (await SendAsync(emulator.Engine, Cancel, options)).Require());
        Assert.Equal(1, await emulator.CountAsync("object:HEAD", Cancel));

        await emulator.BreakAsync("object:HEAD", "status", 404, times: null, Cancel);
        var error = (await SendAsync(emulator.Engine, Cancel, options)).Error!;
        Assert.Equal(("WxCloud.Object.Missing", LocalPath), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task Two_runs_that_send_to_one_path_do_not_disturb_each_other()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "delay", 50, times: null, Cancel);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var first = SendAsync(emulator.Engine, Cancel);
        await WaitForPartsAsync(bucket, 1);
        var second = SendAsync(emulator.Engine, Cancel);
        Assert.All(await Task.WhenAll(first, second), static outcome => Assert.Null(outcome.Error));
        Assert.Equal(2 * Parts, await emulator.CountAsync("object:PART", Cancel));
        await AssertStoredAsync(emulator, (await first).Value!);
        Assert.Empty(await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));
    }

    [Theory]
    [InlineData(0, Parts)]
    [InlineData(2, Parts - 2)]
    public async Task An_upload_from_elsewhere_goes_on_only_when_nothing_arrived_for_an_hour(int hoursLater, int sent)
    {
        WriteFile();
        using var elsewhere = new TemporaryFolder();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "delay", 100, times: null, Cancel);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = SendAsync(emulator.Connect(settings => settings with { DataFolder = elsewhere.Path }).Engine, kill.Token);
        await WaitForPartsAsync(await emulator.Engine.Buckets.FindAsync("local-env", Cancel), 2);
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        var engine = emulator.Connect(time: new AcceleratedTime { Offset = TimeSpan.FromHours(hoursLater) }).Engine;
        var listener = new RecordingListener();
        using var listening = engine.Log.Listen(listener);
        await AssertStoredAsync(emulator, (await SendAsync(engine, Cancel)).Require());
        Assert.InRange(listener.Calls.Count(static call => call is { Method: "PUT", Status: 200 }), hoursLater == 0 ? sent : 0, sent);
    }

    [Fact]
    public async Task An_upload_that_is_taken_away_begins_again()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "delay", 100, times: null, Cancel);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var running = SendAsync(emulator.Engine, Cancel);
        await WaitForPartsAsync(bucket, 2);
        await bucket.Multipart.AbortAsync(CloudPath, (await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel))[0].Id, CloudPath, Cancel);
        await AssertStoredAsync(emulator, (await running).Require());
        Assert.Empty(await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(null)]
    public async Task A_file_that_is_put_together_damaged_is_removed_and_sent_anew(int? times)
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);

        // The call that begins an upload counts as well.
        await emulator.BreakAsync("object:POST", "corrupt", null, times, Cancel);
        var outcome = await SendAsync(emulator.Engine, Cancel);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        Assert.Empty(await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));
        if (times is not null)
        {
            Assert.Equal(2 * Parts, await emulator.CountAsync("object:PART", Cancel));
            await AssertStoredAsync(emulator, outcome.Require());
            return;
        }

        Assert.Equal(("WxCloud.Upload.DamagedRemoved", LocalPath), (outcome.Error!.ErrorId, outcome.Error.Target));
        Assert.Null(await bucket.Objects.HeadAsync(CloudPath, CloudPath, Cancel));
        Assert.Equal(6 * Parts, await emulator.CountAsync("object:PART", Cancel));

        // The next run begins anew as well.
        await emulator.BreakAsync("object:PART", "delay", 1, times: null, Cancel);
        await AssertStoredAsync(emulator, (await SendAsync(emulator.Engine, Cancel)).Require());
    }

    [Fact]
    public async Task Parts_stay_for_a_later_run_when_the_storage_is_busy()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("object:PART", "status", 503, times: null, Cancel);
        Assert.NotNull((await SendAsync(emulator.Engine, Cancel)).Error);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", Cancel);
        var left = Assert.Single(await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));

        await emulator.BreakAsync("object:PART", "delay", 1, times: null, Cancel);
        var (engine, listener) = (emulator.Engine, new RecordingListener());
        using var listening = engine.Log.Listen(listener);
        await AssertStoredAsync(emulator, (await SendAsync(engine, Cancel)).Require());
        // The one that puts the upload together: none was begun.
        Assert.Single(listener.Calls, static call => call.Method == "POST" && call.Path.EndsWith("big.bin", StringComparison.Ordinal));
        Assert.DoesNotContain(left, await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel));
    }

    [Fact]
    public async Task Without_keys_the_file_is_sent_as_one_form_post()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("tcb/getqcloudtoken", "errcode", 48001, times: null, Cancel);
        var engine = emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null }).Engine;
        var listener = new RecordingListener();
        using var listening = engine.Log.Listen(listener);
        await AssertStoredAsync(emulator, (await SendAsync(engine, Cancel)).Require());
        Assert.Null((await SendAsync(engine, Cancel)).Error);
        Assert.Equal((0, 2, 1), (await emulator.CountAsync("object:PART", Cancel), await emulator.CountAsync("object:POST", Cancel), await emulator.CountAsync("tcb/getqcloudtoken", Cancel)));
        Assert.Empty(listener.Warnings);
    }

    [Fact]
    public async Task With_keys_that_are_refused_the_file_is_posted_and_a_warning_says_why()
    {
        WriteFile();
        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        var engine = emulator.Connect(static settings => settings with { CosSecretKey = new("wrong") }).Engine;
        var listener = new RecordingListener();
        using var listening = engine.Log.Listen(listener);
        await AssertStoredAsync(emulator, (await SendAsync(engine, Cancel)).Require());
        Assert.Null((await SendAsync(engine, Cancel)).Error);
        // Parts are tried once, then both files are posted.
        Assert.Equal((3, 0), (await emulator.CountAsync("object:POST", Cancel), await emulator.CountAsync("object:PART", Cancel)));
        Assert.Contains("-CosCredential", Assert.Single(listener.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_above_the_limit_of_one_post_is_refused_before_a_byte_is_sent_where_there_are_no_keys()
    {
        using (var file = File.Create(LocalPath))
        {
            file.SetLength((5L << 30) + 1);
        }

        await using var emulator = await RunningEmulator.StartAsync(Cancel);
        await emulator.BreakAsync("tcb/getqcloudtoken", "errcode", 48001, times: null, Cancel);
        var outcome = await SendAsync(emulator.Connect(static settings => settings with { CosSecretId = null, CosSecretKey = null }).Engine, Cancel);
        Assert.Equal(("WxCloud.Local.TooLarge", LocalPath, false), (outcome.Error!.ErrorId, outcome.Error.Target, outcome.Error.IsFatal));
        Assert.Contains("-CosCredential", outcome.Error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, await emulator.CountAsync("object:POST", Cancel));
    }

    [Theory]
    [InlineData(64L << 20, 8L << 20, 8)]
    [InlineData((64L << 20) + 1, 8L << 20, 9)]
    [InlineData(1L << 30, 8L << 20, 128)]
    [InlineData(20L << 30, 64L << 20, 320)]
    [InlineData(625L << 30, 64L << 20, 10_000)]
    [InlineData(48L << 40, 5034L << 20, 9999)]
    public void Parts_are_of_8_to_64_MiB_as_long_as_ten_thousand_are_enough(long length, long partLength, int count)
    {
        var plan = PartPlan.ForUpload(length);
        Assert.Equal((partLength, count), (plan.PartLength, plan.Count));
        Assert.Equal(length, plan.OffsetOf(count - 1) + plan.LengthOf(count - 1));
    }

    /// <summary>A file whose parts differ: nine of them, the last one short.</summary>
    private void WriteFile()
    {
        using var file = File.Create(LocalPath);
        var block = new byte[PartBytes];
        for (var i = 0; i < Parts - 1; i++)
        {
            new Random(i).NextBytes(block);
            file.Write(block);
        }

        file.Write(block, 0, 12345);
    }

    private static async Task WaitForPartsAsync(EnvironmentBucket bucket, int count)
    {
        while (await bucket.Multipart.ListUploadsAsync(CloudPath, CloudPath, Cancel) is not [var upload, ..]
            || (await bucket.Multipart.ListPartsAsync(CloudPath, upload.Id, CloudPath, Cancel)).Count < count)
        {
            await Task.Yield();
        }
    }

    private async Task<Outcome<string, WxCloudFile>> SendAsync(Engine engine, CancellationToken cancellationToken, UploadOptions? options = null) =>
        await engine.Uploader
            .SendAsync(
                new[] { new Outcome<string, UploadItem>(LocalPath, new UploadItem(LocalPath, CloudPath)) }.ToAsyncEnumerable(),
                options ?? new() { EnvironmentId = "local-env" },
                meter: null,
                cancellationToken)
            .SingleAsync(cancellationToken);

    private async Task AssertStoredAsync(RunningEmulator emulator, WxCloudFile sent)
    {
        var options = new DownloadOptions { EnvironmentId = "local-env", Destination = Path.Combine(_folder.Path, "back"), Force = true };
        var stored = emulator.Engine.Downloader.ReceiveAsync(new[] { sent.FileId }.ToAsyncEnumerable(), options, meter: null, Cancel);
        var back = (await stored.SingleAsync(Cancel)).Require();
        Assert.Equal((CloudPath, sent.Length, sent.Crc64), (sent.CloudPath, back.Length, back.Crc64));
        Assert.Equal(await HashAsync(LocalPath), await HashAsync(back.LocalPath));
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, Cancel));
    }
}
