using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace WxCloud.Measurements;

/// <summary>Repeats a transfer with one file at a time, two, four and so on until the rate no longer increases, and advises a throttle limit.</summary>
internal sealed class ThrottleSearch(TimeProvider timeProvider)
{
    /// <summary>The factor by which the rate has to grow for a higher throttle limit to be tried.</summary>
    private const double WorthwhileGain = 1.05;

    /// <summary>After so many higher limits in a row without that gain the search ends. One alone may have met a slow moment.</summary>
    private const int StepsWithoutGain = 2;

    /// <summary>The lowest throttle limit that reaches this part of the highest rate is advised.</summary>
    private const double GoodEnough = 0.9;

    /// <summary>Measures one direction.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="length">The length of each file in bytes.</param>
    /// <param name="count">The number of files; no higher throttle limit is tried.</param>
    /// <param name="transfer">Transfers all files with a throttle limit.</param>
    public async Task<WxCloudTransferMeasure> RunAsync(WxCloudSyncDirection direction, long length, int count, Func<int, Task> transfer)
    {
        var trials = new List<WxCloudTransferTrial>();
        var best = 0.0;
        var withoutGain = 0;
        for (var limit = 1; withoutGain < StepsWithoutGain; limit *= 2)
        {
            var began = timeProvider.GetTimestamp();
            await transfer(Math.Min(limit, count)).ConfigureAwait(false);
            var elapsed = timeProvider.GetElapsedTime(began);
            var seconds = Math.Max(elapsed.TotalSeconds, 0.000001);
            var rate = count / seconds;
            trials.Add(new() { ThrottleLimit = Math.Min(limit, count), Elapsed = elapsed, BytesPerSecond = rate * length, FilesPerSecond = rate });
            withoutGain = rate > best * WorthwhileGain ? 0 : withoutGain + 1;
            best = Math.Max(best, rate);
            if (limit >= count)
            {
                break;
            }
        }

        var advised = trials.First(trial => trial.FilesPerSecond >= GoodEnough * best);
        return new()
        {
            Direction = direction,
            Length = length,
            Count = count,
            AdvisedThrottleLimit = advised.ThrottleLimit,
            BytesPerSecond = advised.BytesPerSecond,
            FilesPerSecond = advised.FilesPerSecond,
            Trials = trials,
        };
    }
}
