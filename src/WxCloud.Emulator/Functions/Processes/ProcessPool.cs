using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Sources;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Functions.Processes;

/// <summary>
/// The processes of functions. One that has run a call is kept warm for the next one; calls at once run in processes at once. A process that
/// was started from other files than those of now is not used again.
/// </summary>
/// <param name="starter">Starts processes.</param>
/// <param name="timeProvider">The time of the limits.</param>
internal sealed class ProcessPool(ProcessStarter starter, TimeProvider timeProvider) : IDisposable
{
    /// <summary>The limit of simultaneous calls of one function; more wait.</summary>
    private const int MaxAtOnce = 10;

    /// <summary>How many processes of one function are kept between calls.</summary>
    private const int MaxIdle = 4;

    private static readonly TimeSpan s_idleLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_waitLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Environment, string Function), Group> _groups = [];
    private readonly HashSet<FunctionProcess> _busy = [];
    private bool _isDisposed;

    /// <summary>Takes a warm process, or starts one. It must be given back.</summary>
    /// <exception cref="FunctionException">A process cannot be started; or too many calls wait.</exception>
    public async Task<FunctionProcess> RentAsync(FunctionSource source, CloudEnvironment environment)
    {
        var group = GroupOf(source, environment);
        using (CancellationTokenSource limit = new(s_waitLimit, timeProvider))
        {
            try
            {
                await group.Slots.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw FunctionErrors.TooManyAtOnce(source.Name);
            }
        }

        try
        {
            var process = TakeIdle(group, source) ?? await starter.StartAsync(source, environment).ConfigureAwait(false);
            lock (_lock)
            {
                if (!_isDisposed)
                {
                    _busy.Add(process);
                    return process;
                }
            }

            process.Dispose();
            throw FunctionErrors.Ended(source.Name, "the emulator ends");
        }
        catch
        {
            group.Slots.Release();
            throw;
        }
    }

    /// <summary>Gives a process back; it is kept for the next call if it still runs.</summary>
    public void Return(FunctionProcess process, CloudEnvironment environment)
    {
        var group = GroupOf(process.Source, environment);
        lock (_lock)
        {
            _busy.Remove(process);
            if (!process.HasEnded && !_isDisposed && group.Idle.Count < MaxIdle)
            {
                process.IdleSince = timeProvider.GetUtcNow();
                group.Idle.Push(process);
                process = null!;
            }
        }

        process?.Dispose();
        group.Slots.Release();
    }

    /// <summary>Ends the processes that have had nothing to do for long.</summary>
    public void Prune() => End(process => timeProvider.GetUtcNow() - process.IdleSince > s_idleLimit);

    /// <summary>Ends the processes that have nothing to do.</summary>
    public void Clear() => End(_ => true);

    public void Dispose()
    {
        FunctionProcess[] busy;
        lock (_lock)
        {
            _isDisposed = true;
            busy = [.. _busy];
        }

        Clear();
        foreach (var process in busy)
        {
            process.Dispose();
        }
    }

    private Group GroupOf(FunctionSource source, CloudEnvironment environment)
    {
        lock (_lock)
        {
            if (!_groups.TryGetValue((environment.Id, source.Name), out var group))
            {
                group = new Group();
                _groups.Add((environment.Id, source.Name), group);
            }

            return group;
        }
    }

    private FunctionProcess? TakeIdle(Group group, FunctionSource source)
    {
        FunctionProcess? taken = null;
        List<FunctionProcess> stale = [];
        lock (_lock)
        {
            while (taken is null && group.Idle.TryPop(out var process))
            {
                if (process.HasEnded || process.Source.Stamp != source.Stamp)
                {
                    stale.Add(process);
                }
                else
                {
                    taken = process;
                }
            }
        }

        stale.ForEach(process => process.Dispose());
        return taken;
    }

    private void End(Func<FunctionProcess, bool> isDue)
    {
        List<FunctionProcess> ended = [];
        lock (_lock)
        {
            foreach (var group in _groups.Values)
            {
                // A stack gives its newest first; pushed back in reverse it stays in order.
                FunctionProcess[] idle = [.. group.Idle];
                group.Idle.Clear();
                foreach (var process in idle.Reverse())
                {
                    if (isDue(process))
                    {
                        ended.Add(process);
                    }
                    else
                    {
                        group.Idle.Push(process);
                    }
                }
            }
        }

        ended.ForEach(process => process.Dispose());
    }

    private sealed class Group
    {
        public SemaphoreSlim Slots { get; } = new(MaxAtOnce);

        public Stack<FunctionProcess> Idle { get; } = [];
    }
}
