using System;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Tokens;

/// <summary>
/// Lets one caller ask for something that all want, while the others wait and take what it got: in this process, and through the lock
/// of a shared file in all processes of the user.
/// </summary>
/// <param name="file">The file; <see langword="null"/> when each process asks for itself.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SingleFlight(SharedFile? file, TimeProvider timeProvider) : IDisposable
{
    /// <summary>How long to wait for another process that asks. One that was stopped in the middle of it must not stop all others.</summary>
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(40);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Finds what is wanted, or asks for it.</summary>
    /// <param name="find">Looks in memory and in the file; <see langword="null"/> when it is in neither.</param>
    /// <param name="ask">Asks, and keeps the answer where <paramref name="find"/> looks.</param>
    /// <param name="cancellationToken">Stops the wait and the call.</param>
    public Task<T?> GetAsync<T>(Func<T?> find, Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
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
                        // Whoever held the lock until now may have left it.
                        return find() ?? await ask(token).ConfigureAwait(false);
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
