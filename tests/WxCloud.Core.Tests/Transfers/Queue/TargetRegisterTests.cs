using System;
using System.Linq;
using WxCloud.Transfers.Queue;
using Xunit;

namespace WxCloud.Core.Tests.Transfers.Queue;

public sealed class TargetRegisterTests
{
    [Fact]
    public void Each_of_many_targets_is_new_once()
    {
        var register = new TargetRegister(StringComparer.Ordinal);
        var targets = Enumerable.Range(0, 20_000).Select(static number => $"/folder/文件-{number}.bin").ToList();
        Assert.All(targets, target => Assert.True(register.TryAdd(target)));
        Assert.All(targets, target => Assert.False(register.TryAdd(target)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Names_that_differ_in_case_are_one_where_the_disk_takes_them_for_one(bool isCaseBlind)
    {
        var register = new TargetRegister(isCaseBlind ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        Assert.True(register.TryAdd("/a/Photo.png"));
        Assert.Equal(!isCaseBlind, register.TryAdd("/a/photo.PNG"));
    }

    [Fact]
    public void A_hundred_thousand_targets_take_less_than_3_MB()
    {
        var names = Enumerable.Range(0, 100_000).Select(static number => $"{number}").ToList();
        var register = new TargetRegister(StringComparer.Ordinal);
        Assert.All(names, name => Assert.True(register.TryAdd(name)));
        Assert.InRange(register.SlotBytes, 800_000, 3_000_000);
        Assert.False(register.TryAdd(names[0]));
    }
}
