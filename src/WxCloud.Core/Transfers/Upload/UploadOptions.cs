using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Upload;

/// <summary>How files are sent.</summary>
internal sealed record UploadOptions
{
    /// <summary>The cloud environment that receives them.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Whether a file stays as it is in the cloud when one of the same name and length is there.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>Whether each upload is verified by reading the file's head through its fileID.</summary>
    public bool Verify { get; init; }

    /// <summary>How many files are on their way at once.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;
}
