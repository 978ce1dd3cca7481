using System;
using System.Collections.Generic;

namespace WxCloud;

/// <summary>How fast files move in one direction.</summary>
public sealed class WxCloudTransferMeasure
{
    /// <summary>The direction.</summary>
    public required WxCloudSyncDirection Direction { get; init; }

    /// <summary>The length of each file in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The number of files in each trial.</summary>
    public required int Count { get; init; }

    /// <summary>The throttle limit to use: the lowest one that comes within a tenth of the highest rate.</summary>
    public required int AdvisedThrottleLimit { get; init; }

    /// <summary>The rate with that throttle limit, in bytes a second.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>The rate with that throttle limit, in files a second.</summary>
    public required double FilesPerSecond { get; init; }

    /// <summary>All trials, by throttle limit.</summary>
    public required IReadOnlyList<WxCloudTransferTrial> Trials { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Direction}: throttle limit {AdvisedThrottleLimit}");
}

/// <summary>One trial: all files with one throttle limit.</summary>
public sealed class WxCloudTransferTrial
{
    /// <summary>The number of files transferred at the same time.</summary>
    public required int ThrottleLimit { get; init; }

    /// <summary>How long the trial took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The rate in bytes a second.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>The rate in files a second.</summary>
    public required double FilesPerSecond { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{ThrottleLimit}: {BytesPerSecond / (1024 * 1024):0.0} MiB/s");
}
