using System;
using System.Threading;

namespace WxCloud.Transfers.Progress;

/// <summary>Counts the bytes of one file on its way.</summary>
internal sealed class FileMeter(TransferMeter owner, string name, long length) : IProgress<long>, IDisposable
{
    private long _bytes;
    private long _length = length;

    public string Name { get; } = name;

    /// <summary>The length in bytes.</summary>
    public long Length => Interlocked.Read(ref _length);

    /// <summary>Bytes moved by the present try.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Counts bytes that moved just now.</summary>
    public void Report(long value)
    {
        Interlocked.Add(ref _bytes, value);
        owner.Add(value);
    }

    /// <summary>Corrects the length to that of the server.</summary>
    public void Expect(long bytes) => owner.Expect(bytes - Interlocked.Exchange(ref _length, bytes));

    /// <summary>Subtracts the bytes of a failed attempt.</summary>
    public void Restart() => owner.Add(-Interlocked.Exchange(ref _bytes, 0));

    public void Dispose() => owner.End(this);
}
