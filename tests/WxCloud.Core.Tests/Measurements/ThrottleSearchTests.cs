using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Measurements;
using Xunit;

namespace WxCloud.Core.Tests.Measurements;

/// <summary>When the search for a throttle limit ends, and what it advises. Each transfer takes the time that the test gives it.</summary>
public sealed class ThrottleSearchTests
{
    /// <param name="rates">The files per second of each transfer, in turn.</param>
    /// <param name="count">The number of files.</param>
    /// <param name="limits">The limits that are tried.</param>
    /// <param name="advised">The advised limit.</param>
    [Theory]
    [InlineData("10 20 40 40 40 99", 256, "1 2 4 8 16", 4)] // two limits in a row without a gain end it
    [InlineData("10 20 20 40 40 40 99", 256, "1 2 4 8 16 32", 8)] // one alone does not
    [InlineData("10 5 7 99", 256, "1 2 4", 1)] // a gain is one over the best, not over the one before
    [InlineData("100 104.9 104.9 99", 256, "1 2 4", 1)] // less than 5 % is no gain
    [InlineData("100 105.1 110.4 110.4 110.4 99", 256, "1 2 4 8 16", 1)] // more is
    [InlineData("100 103 106.5 106.5 106.5 99", 256, "1 2 4", 1)] // nor are two such steps
    [InlineData("89 100 100 100 99", 256, "1 2 4 8", 2)] // below 90 % of the best
    [InlineData("91 100 100 100 99", 256, "1 2 4 8", 1)] // 90 % is enough
    [InlineData("10 20 40 80 99", 8, "1 2 4 8", 8)] // no limit above the number of files
    [InlineData("10 20 40 80 99", 6, "1 2 4 6", 6)]
    [InlineData("10 99", 1, "1", 1)]
    public async Task Limits_are_doubled_while_the_rate_grows(string rates, int count, string limits, int advised)
    {
        var clock = new ScriptedClock();
        var script = new Queue<double>(rates.Split(' ').Select(static rate => double.Parse(rate, CultureInfo.InvariantCulture)));
        var given = new List<int>();
        var measure = await new ThrottleSearch(clock).RunAsync(WxCloudSyncDirection.Upload, length: 1000, count, limit =>
        {
            given.Add(limit);
            clock.Now += TimeSpan.FromSeconds(count / script.Dequeue());
            return Task.CompletedTask;
        });
        Assert.Equal(limits, string.Join(' ', given));
        Assert.Equal(given, measure.Trials.Select(static trial => trial.ThrottleLimit));
        Assert.Equal(advised, measure.AdvisedThrottleLimit);
    }

    [Fact]
    public async Task Rates_are_those_of_the_advised_limit()
    {
        var clock = new ScriptedClock();
        var seconds = new Queue<double>([8, 4, 3.9, 3.9]);
        var measure = await new ThrottleSearch(clock).RunAsync(WxCloudSyncDirection.Download, length: 1000, count: 16, _ =>
        {
            clock.Now += TimeSpan.FromSeconds(seconds.Dequeue());
            return Task.CompletedTask;
        });
        Assert.Equal((WxCloudSyncDirection.Download, 1000, 16, 2), (measure.Direction, measure.Length, measure.Count, measure.AdvisedThrottleLimit));
        Assert.Equal((4000.0, 4.0), (measure.BytesPerSecond, measure.FilesPerSecond));
        Assert.Equal([8, 4, 3.9, 3.9], measure.Trials.Select(static trial => trial.Elapsed.TotalSeconds));
    }

    private sealed class ScriptedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
