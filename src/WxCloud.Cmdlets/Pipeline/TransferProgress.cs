using System;
using System.Diagnostics;
using System.Management.Automation;
using WxCloud.Transfers;

namespace WxCloud.Cmdlets.Pipeline;

/// <summary>Shows what a meter counted as one progress record.</summary>
internal sealed class TransferProgress(string activity, TransferMeter meter, Action<ProgressRecord> write)
{
    private readonly int _id = StringComparer.Ordinal.GetHashCode(activity) & 0x7FFF_FFFF;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private bool _isShown;

    /// <summary>Shows the present state; called a few times a second at most.</summary>
    public void Update()
    {
        if (meter.Files == 0)
        {
            return;
        }

        var bytes = meter.Bytes;
        var expected = meter.ExpectedBytes;
        var rate = bytes / Math.Max(_clock.Elapsed.TotalSeconds, 0.001);
        write(new(_id, activity, Texts.Format("Progress.Status", meter.FinishedFiles, meter.Files, ByteText.Of(bytes), ByteText.Of(expected), ByteText.Of((long)rate)))
        {
            PercentComplete = expected == 0 ? -1 : (int)Math.Min(100, bytes * 100 / expected),
            SecondsRemaining = rate < 1 ? -1 : (int)Math.Min((expected - bytes) / rate, int.MaxValue),
        });
        _isShown = true;
    }

    /// <summary>Takes the record away.</summary>
    public void Complete()
    {
        if (_isShown)
        {
            write(new(_id, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
