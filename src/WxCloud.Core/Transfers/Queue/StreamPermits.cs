using System.Threading;

namespace WxCloud.Transfers.Queue;

/// <summary>Limits the open streams over all files of a transfer; a large file may use those that other files do not.</summary>
internal sealed class StreamPermits(int limit)
{
    private int _free = limit;

    /// <summary>Takes a permit that a file needs to be fetched at all; it may exceed the limit for the moment that another one ends.</summary>
    public void Take() => Interlocked.Decrement(ref _free);

    /// <summary>Takes a permit for one stream more, if one is free.</summary>
    public bool TryTakeExtra()
    {
        while (Volatile.Read(ref _free) is var free and > 0)
        {
            if (Interlocked.CompareExchange(ref _free, free - 1, free) == free)
            {
                return true;
            }
        }

        return false;
    }

    public void Return() => Interlocked.Increment(ref _free);
}
