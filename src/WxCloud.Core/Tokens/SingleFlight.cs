using System;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Tokens;

/// <summary>
/// Lets one caller make a request while the others wait for its result: in this process, and through the lock of a shared file in all
/// processes of the user.
/// </summary>
/// <param name="file">The file; <see langword="null"/> when each process makes its own request.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SingleFlight(SharedFile? file, TimeProvider timeProvider) : IDisposable
{
    /// <summary>The limit of the wait for another process, which may have been suspended while it held the lock.</summary>
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(40);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Finds a result, or requests it.</summary>
    /// <param name="find">Looks in memory and in the file; gives <see langword="null"/> when it is in neither.</param>
    /// <param name="request">Requests it, and keeps it where <paramref name="find"/> looks.</param>
    /// <param name="cancellationToken">Stops the wait and the call.</param>
    public Task<T?> GetAsync<T>(Func<T?> find, Func<CancellationToken, Task<T?>> request, CancellationToken cancellationToken)
        where T : class
    {
        return RunAsync(WaitAsync, cancellationToken);

        async Task<T?> WaitAsync(CancellationToken token)
        {
            var began = timeProvider.GetTimestamp();
            while (true)
            {
                if (find() is { } found)
                {
                    return found;
                }

                IDisposable? hold = null;
                if (file is null || file.TryLock(out hold) || timeProvider.GetElapsedTime(began) > s_maxWait)
                {
                    using (hold)
                    {
                        // The previous holder of the lock may have saved it.
                        return find() ?? await request(token).ConfigureAwait(false);
                    }
                }

                await Task.Delay(s_poll, timeProvider, token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs a step while no other one of this process runs.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await step(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();
}
