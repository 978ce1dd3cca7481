using System;
using System.Linq;
using WxCloud.Core.Tests.Support;
using WxCloud.Transfers.Sync.Compare;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Sync;

public sealed class PackedActionsTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromMinutes(-210));

    [Fact]
    public async System.Threading.Tasks.Task Actions_come_back_as_they_were_and_in_their_order()
    {
        await using var emulator = await RunningEmulator.StartAsync(TestContext.Current.CancellationToken);
        var bucket = await emulator.Engine.Buckets.FindAsync("local-env", TestContext.Current.CancellationToken);
        WxCloudSyncAction Of(string path) => new() { Action = WxCloudSyncOperation.Delete, Reason = WxCloudSyncReason.Extra, CloudPath = path };
        WxCloudSyncAction[] actions =
        [
            Of("p/a") with { FileId = bucket.Address.FileIdOf("p/a").Text, Length = long.MaxValue, LastModified = s_time, ETag = "5d41402abc4b2a76b9719d911017c592" },
            Of("p/ab") with { FileId = "cloud://other.bucket/p/ab", Length = 0, ETag = "", LocalPath = "/home/用户/\ud800" },
            Of("p/a") with { Action = WxCloudSyncOperation.Copy, Reason = WxCloudSyncReason.NotAnOrdinaryFile, CopyFrom = "p/图/二", Crc64 = ulong.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            Of("") with { LocalLength = 5, LocalLastWriteTime = s_time.ToUniversalTime(), Crc64 = "007", CopyFrom = "p/图/三" },
            Of(new string('x', 100_000)),
            Of("p/z"),
        ];
        var packed = new PackedActions(bucket.Address);
        foreach (var action in actions)
        {
            packed.Add(action);
        }

        Assert.Equal(actions.Length, packed.Count);
        Assert.Equal(actions, packed);
        Assert.Equal(actions.Select(static action => action.LastModified?.Offset), packed.Select(static action => action.LastModified?.Offset));
    }
}
