using WxCloud.Transfers.Links;
using Xunit;

namespace WxCloud.Core.Tests.Transfers;

public sealed class FileIdCallsTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(10, 2)]
    [InlineData(50, 2)]
    [InlineData(51, 3)]
    [InlineData(256, 7)]
    public void There_is_one_call_ahead_and_one_more_for_each_fifty_transfers(int transfers, int calls) =>
        Assert.Equal(calls, FileIdCalls.CallsAheadOf(transfers));
}
