using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;

namespace WxCloud.Transfers.Progress;

/// <summary>Counts bytes and files. Transfers only add to the counts and the display polls them, so counting costs nothing.</summary>
internal sealed class TransferMeter
{
    private readonly ConcurrentDictionary<FileMeter, bool> _active = new();
    private long _bytes;
    private long _expectedBytes;
    private long _files;
    private long _finishedFiles;

    /// <summary>Bytes moved so far; a second try does not count its bytes twice.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Bytes of all files seen so far.</summary>
    public long ExpectedBytes => Interlocked.Read(ref _expectedBytes);

    /// <summary>Files begun so far.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Files ended so far, well or not.</summary>
    public long FinishedFiles => Interlocked.Read(ref _finishedFiles);

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

    internal void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);

    internal void Expect(long bytes) => Interlocked.Add(ref _expectedBytes, bytes);

    internal void End(FileMeter file)
    {
        if (_active.TryRemove(file, out _))
        {
            Interlocked.Increment(ref _finishedFiles);
        }
    }
}
