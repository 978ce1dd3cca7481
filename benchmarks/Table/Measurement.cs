namespace WxCloud.Benchmarks.Table;

/// <summary>One line of the table.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Goal">What was hoped for.</param>
internal sealed record Measurement(string Work, string Goal)
{
    public string? Ours { get; init; }

    public string? Peer { get; init; }

    public string? Ratio { get; init; }

    /// <summary>Whether the goal is met; <see langword="null"/> when that could not be measured.</summary>
    public bool? IsMet { get; init; }

    /// <summary>The peak memory that our process held; <see langword="null"/> when it was not measured.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>Why something is missing, or how it was measured.</summary>
    public string? Note { get; init; }
}
