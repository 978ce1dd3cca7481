using WxCloud.Transfers.Queue;

namespace WxCloud.Transfers.Download;

/// <summary>Where files are received and what happens to those that are there.</summary>
internal sealed record DownloadOptions
{
    /// <summary>The environment that the files have to belong to.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The folder that receives them; made if it is missing.</summary>
    public string Destination { get; init; } = ".";

    /// <summary>The full path of the one file that is received; <see langword="null"/> builds each under the destination.</summary>
    public string? OutFile { get; init; }

    /// <summary>Whether files lie in the destination by their name alone, without the folders of their cloud path.</summary>
    public bool Flatten { get; init; }

    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether a file that is there with the same length stays.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>Whether interrupted downloads are begun again instead of continued.</summary>
    public bool NoResume { get; init; }

    /// <summary>The number of files transferred at the same time.</summary>
    public int ThrottleLimit { get; init; } = TransferQueue.DefaultThrottleLimit;
}
