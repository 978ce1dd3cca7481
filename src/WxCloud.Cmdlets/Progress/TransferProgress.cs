using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cmdlets.Progress;

/// <summary>Shows what a meter counted: one progress record over all files, and one below it for each large file on its way.</summary>
internal sealed class TransferProgress(string activity, TransferMeter meter, Action<ProgressRecord> write)
{
    /// <summary>Files from this length on have their own progress record, up to a number at once.</summary>
    private const long LargeFileBytes = 32 * 1024 * 1024;
    private const int MaxFileRecords = 5;

    private static readonly string[] s_byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    private readonly int _id = StringComparer.Ordinal.GetHashCode(activity) & 0x3FFF_FFFF;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<FileMeter, ProgressRecord> _files = [];
    private bool _isShown;
    private int _fileRecords;

    /// <summary>Shows the present state; called a few times a second at most.</summary>
    public void Update()
    {
        if (meter.Files == 0)
        {
            return;
        }

        var bytes = meter.Bytes;
        var rate = bytes / Math.Max(_clock.Elapsed.TotalSeconds, 0.001);
        var record = new ProgressRecord(
            _id,
            activity,
            Texts.Format("Progress.Status", meter.FinishedFiles, meter.Files, FormatBytes(bytes), FormatBytes(meter.ExpectedBytes), FormatBytes((long)rate)));
        Write(record, bytes, meter.ExpectedBytes, rate);
        _isShown = true;
        UpdateFiles();
    }

    /// <summary>Takes the records away.</summary>
    public void Complete()
    {
        foreach (var file in _files.Keys.ToList())
        {
            End(file);
        }

        if (_isShown)
        {
            write(new(_id, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void UpdateFiles()
    {
        var active = new HashSet<FileMeter>(meter.Active);
        foreach (var ended in _files.Keys.Where(file => !active.Contains(file)).ToList())
        {
            End(ended);
        }

        foreach (var file in active.Where(static file => file.Length >= LargeFileBytes))
        {
            if (!_files.TryGetValue(file, out var record) && _files.Count < MaxFileRecords)
            {
                _files[file] = record = new(_id + ++_fileRecords, file.Name, " ") { ParentActivityId = _id };
            }

            if (record is not null)
            {
                record.StatusDescription = Texts.Format("Progress.FileStatus", FormatBytes(file.Bytes), FormatBytes(file.Length));
                Write(record, file.Bytes, file.Length, bytesPerSecond: 0);
            }
        }
    }

    private void Write(ProgressRecord record, long bytes, long expected, double bytesPerSecond)
    {
        record.PercentComplete = expected == 0 ? -1 : (int)Math.Min(100, bytes * 100 / expected);
        record.SecondsRemaining = bytesPerSecond < 1 ? -1 : (int)Math.Min((expected - bytes) / bytesPerSecond, int.MaxValue);
        write(record);
    }

    private void End(FileMeter file)
    {
        var record = _files[file];
        record.RecordType = ProgressRecordType.Completed;
        write(record);
        _files.Remove(file);
    }

    private static string FormatBytes(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < s_byteUnits.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.CurrentCulture) + " " + s_byteUnits[unit];
    }
}
