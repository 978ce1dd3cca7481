using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Sync;

/// <summary>How actions are applied.</summary>
internal sealed record ApplyOptions
{
    /// <summary>The cloud environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Whether each file is looked at again first, for plans that were made some time ago.</summary>
    public bool Verifies { get; init; }

    /// <summary>How many files are on their way at once.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;
}
