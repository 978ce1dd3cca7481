using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Transfers.Progress;

/// <summary>Counts bytes and files. Transfers only add to the counts and the display polls them, so counting costs nothing.</summary>
internal sealed class TransferMeter
{
    private readonly ConcurrentDictionary<FileMeter, bool> _active = new();
    private long _bytes;
    private long _expectedBytes;
    private long _files;
    private long _finishedFiles;
    private long _sources;
    private long _waitingItems;

    /// <summary>Bytes moved so far; a second try does not count its bytes twice.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Bytes of all files begun so far; of all files when <see cref="IsTotalKnown"/>.</summary>
    public long ExpectedBytes => Interlocked.Read(ref _expectedBytes);

    /// <summary>Files begun so far.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Files ended so far, well or not.</summary>
    public long FinishedFiles => Interlocked.Read(ref _finishedFiles);

    /// <summary>Whether no file will begin after those that have begun. Until then there is no share of the whole and no time left.</summary>
    public bool IsTotalKnown => Interlocked.Read(ref _sources) == 0 && Interlocked.Read(ref _waitingItems) == 0;

    /// <summary>The files that are on their way now.</summary>
    public ICollection<FileMeter> Active => _active.Keys;

    public FileMeter Begin(string name, long length)
    {
        Interlocked.Increment(ref _files);
        Interlocked.Add(ref _expectedBytes, length);
        var file = new FileMeter(this, name, length);
        _active[file] = true;
        return file;
    }

    /// <summary>Announces that files will begin until the result is disposed.</summary>
    public IDisposable ExpectMore() => new Source(this);

    /// <summary>Passes items on, and announces each until <see cref="Take"/>.</summary>
    public async IAsyncEnumerable<T> WatchAsync<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var more = ExpectMore();
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _waitingItems);
            yield return item;
        }
    }

    /// <summary>One of the watched items begins or has failed.</summary>
    public void Take() => Interlocked.Decrement(ref _waitingItems);

    internal void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);

    internal void Expect(long bytes) => Interlocked.Add(ref _expectedBytes, bytes);

    internal void End(FileMeter file)
    {
        if (_active.TryRemove(file, out _))
        {
            Interlocked.Increment(ref _finishedFiles);
        }
    }

    private sealed class Source : IDisposable
    {
        private TransferMeter? _meter;

        public Source(TransferMeter meter)
        {
            _meter = meter;
            Interlocked.Increment(ref meter._sources);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _meter, null) is { } meter)
            {
                Interlocked.Decrement(ref meter._sources);
            }
        }
    }
}
