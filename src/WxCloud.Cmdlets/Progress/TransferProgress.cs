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
internal sealed class TransferProgress(string activity, TransferMeter meter, ProgressText text, Action<ProgressRecord> write)
{
    /// <summary>Files from this length on have their own progress record, up to a number at once.</summary>
    private const long LargeFileBytes = 32 * 1024 * 1024;
    private const int MaxFileRecords = 5;

    /// <summary>The limit of a file's name in cells: half of 80 columns, less the indentation.</summary>
    private const int MaxNameCells = 36;

    private static readonly string[] s_byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    private readonly int _id = StringComparer.Ordinal.GetHashCode(activity) & 0x3FFF_FFFF;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<FileMeter, int> _files = [];
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
        var isTotalKnown = meter.IsTotalKnown;
        var status = isTotalKnown
            ? Texts.Format("Progress.Status", meter.FinishedFiles, meter.Files, FormatBytes(bytes), FormatBytes(meter.ExpectedBytes), FormatBytes((long)rate))
            : Texts.Format("Progress.StatusSoFar", meter.FinishedFiles, FormatBytes(bytes), FormatBytes((long)rate));
        Write(new(_id, activity, status), bytes, isTotalKnown ? meter.ExpectedBytes : 0, rate);
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
            End(_id, activity);
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
            if (!_files.TryGetValue(file, out var id) && _files.Count < MaxFileRecords)
            {
                _files[file] = id = _id + ++_fileRecords;
            }

            if (id != 0)
            {
                var status = Texts.Format("Progress.FileStatus", FormatBytes(file.Bytes), FormatBytes(file.Length));
                Write(new(id, NameOf(file), status) { ParentActivityId = _id }, file.Bytes, file.Length, bytesPerSecond: 0);
            }
        }
    }

    /// <param name="record">The record.</param>
    /// <param name="bytes">Bytes moved so far.</param>
    /// <param name="expected">Bytes in all; 0 when that is not known.</param>
    /// <param name="bytesPerSecond">The rate; 0 shows no time left.</param>
    private void Write(ProgressRecord record, long bytes, long expected, double bytesPerSecond)
    {
        record.PercentComplete = expected == 0 ? -1 : (int)Math.Min(100, bytes * 100 / expected);
        record.SecondsRemaining = expected == 0 || bytesPerSecond < 1 ? -1 : (int)Math.Min((expected - bytes) / bytesPerSecond, int.MaxValue);
        write(text.Fit(record));
    }

    private void End(FileMeter file)
    {
        End(_files[file], NameOf(file));
        _files.Remove(file);
    }

    private void End(int id, string ended) => write(text.Fit(new(id, ended, " ") { RecordType = ProgressRecordType.Completed }));

    private string NameOf(FileMeter file) => text.NameOf(file.Name, MaxNameCells);

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
