using System.Threading;

namespace WxCloud.Transfers.Progress;

/// <summary>Counts what a search has seen. The display polls the counts.</summary>
internal sealed class SearchMeter
{
    private long _files;
    private long _documents;
    private volatile string? _collection;

    /// <summary>Files listed so far.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Documents read so far.</summary>
    public long Documents => Interlocked.Read(ref _documents);

    /// <summary>The collection that is being read; <see langword="null"/> when none is.</summary>
    public string? Collection
    {
        get => _collection;
        set => _collection = value;
    }

    public void AddFile() => Interlocked.Increment(ref _files);

    public void AddDocuments(int count) => Interlocked.Add(ref _documents, count);
}
