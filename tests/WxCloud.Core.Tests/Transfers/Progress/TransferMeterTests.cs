using System.Linq;
using System.Threading.Tasks;
using WxCloud.Transfers.Progress;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Progress;

public sealed class TransferMeterTests
{
    [Fact]
    public async Task The_total_is_known_when_the_list_has_ended_and_each_of_its_items_was_taken()
    {
        var meter = new TransferMeter();
        var items = meter.WatchAsync(new[] { "a", "b" }.ToAsyncEnumerable(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await items.MoveNextAsync());
        meter.Take();
        Assert.False(meter.IsTotalKnown);

        Assert.True(await items.MoveNextAsync());
        Assert.False(await items.MoveNextAsync());
        Assert.False(meter.IsTotalKnown);

        meter.Take();
        Assert.True(meter.IsTotalKnown);
    }

    [Fact]
    public async Task A_list_that_is_left_early_leaves_no_source_behind()
    {
        var meter = new TransferMeter();
        await foreach (var item in meter.WatchAsync(new[] { "a", "b" }.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
            meter.Take();
            break;
        }

        Assert.True(meter.IsTotalKnown);
    }

    [Fact]
    public void Announced_files_end_once_however_often_they_are_disposed()
    {
        var meter = new TransferMeter();
        var first = meter.ExpectMore();
        using (meter.ExpectMore())
        {
            first.Dispose();
            first.Dispose();
            Assert.False(meter.IsTotalKnown);
        }

        Assert.True(meter.IsTotalKnown);
    }
}
