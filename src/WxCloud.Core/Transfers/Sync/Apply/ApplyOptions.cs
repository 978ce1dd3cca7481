using System;
using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>How actions are applied.</summary>
internal sealed record ApplyOptions
{
    /// <summary>The cloud environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Whether each file is looked at again first, for plans that were made some time ago.</summary>
    public bool Verifies { get; init; }

    /// <summary>Receives the content type of each file that arrived, before the file gets its name; <see langword="null"/> for nothing.</summary>
    public Action<WxCloudSyncAction, string?>? BeforeReceived { get; init; }

    /// <summary>The number of files transferred at the same time.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;
}
