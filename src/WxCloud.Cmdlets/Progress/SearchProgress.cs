using System;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cmdlets.Progress;

/// <summary>Shows in one progress record what a search has seen. How much there is to see is not known before its end.</summary>
internal sealed class SearchProgress(string activity, SearchMeter meter, ProgressText text, Action<ProgressRecord> write)
{
    private readonly int _id = StringComparer.Ordinal.GetHashCode(activity) & 0x3FFF_FFFF;
    private bool _isShown;

    /// <summary>Shows the present state; called a few times a second at most.</summary>
    public void Update()
    {
        var status = meter.Collection is { } collection
            ? Texts.Format("Progress.Documents", meter.Files, meter.Documents, collection)
            : Texts.Format("Progress.Files", meter.Files);
        write(text.Fit(new(_id, activity, status) { PercentComplete = -1 }));
        _isShown = true;
    }

    /// <summary>Takes the record away.</summary>
    public void Complete()
    {
        if (_isShown)
        {
            write(text.Fit(new(_id, activity, " ") { RecordType = ProgressRecordType.Completed }));
        }
    }
}
