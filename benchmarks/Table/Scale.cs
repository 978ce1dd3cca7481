namespace WxCloud.Benchmarks.Table;

/// <summary>How much is moved.</summary>
internal sealed record Scale
{
    /// <summary>The sizes of the goals.</summary>
    public static readonly Scale Full = new();

    /// <summary>Sizes for a look of a few minutes; the start of each program weighs more in them.</summary>
    public static readonly Scale Quick = new()
    {
        Rounds = 3,
        LargeBytes = 256L << 20,
        SmallFiles = 500,
        LoopFiles = 20,
        Links = 1_000,
        Documents = 10_000,
        MemoryBytes = 512L << 20,
        MemoryFiles = 2_000,
        ListedKeys = 50_000,
        SyncedFiles = 5_000,
        ComparedFiles = 10_000,
    };

    /// <summary>How often each contender runs.</summary>
    public int Rounds { get; init; } = 9;

    /// <summary>The length of the one large file.</summary>
    public long LargeBytes { get; init; } = 1L << 30;

    /// <summary>How many small files, of <see cref="SmallBytes"/> each.</summary>
    public int SmallFiles { get; init; } = 2_000;

    public int SmallBytes { get; init; } = 16 * 1024;

    /// <summary>How many of them the slow loop moves; its time is taken per file.</summary>
    public int LoopFiles { get; init; } = 100;

    /// <summary>What every request waits where the network is far, in milliseconds.</summary>
    public int LatencyMilliseconds { get; init; } = 20;

    /// <summary>How many fileIDs become temporary URLs.</summary>
    public int Links { get; init; } = 10_000;

    /// <summary>How many documents go in and out of a collection.</summary>
    public int Documents { get; init; } = 100_000;

    /// <summary>The length of the one file that memory must not grow with.</summary>
    public long MemoryBytes { get; init; } = 5L << 30;

    /// <summary>The number of files that memory must not grow with.</summary>
    public int MemoryFiles { get; init; } = 100_000;

    /// <summary>The number of keys of the long listing.</summary>
    public int ListedKeys { get; init; } = 1_000_000;

    /// <summary>The number of files of the synchronised folder.</summary>
    public int SyncedFiles { get; init; } = 100_000;

    /// <summary>The number of files, and of documents, that are compared for orphans.</summary>
    public int ComparedFiles { get; init; } = 100_000;
}
