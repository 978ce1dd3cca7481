using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync.Apply;

/// <summary>How actions are applied.</summary>
internal sealed record ApplyOptions
{
    /// <summary>The cloud environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Whether each file is looked at again first, for plans that were made some time ago.</summary>
    public bool Verifies { get; init; }

    /// <summary>The number of files transferred at the same time.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;
}
