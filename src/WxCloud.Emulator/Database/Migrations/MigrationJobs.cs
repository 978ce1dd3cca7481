using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>The jobs since the start of the emulator, by environment and id.</summary>
internal sealed class MigrationJobs
{
    private const long FirstId = 100_000;

    private readonly ConcurrentDictionary<(string EnvironmentId, long Id), MigrationJob> _jobs = new();
    private long _lastId = FirstId;

    /// <summary>Starts a job, which runs on its own.</summary>
    /// <param name="environmentId">The environment that may read it.</param>
    /// <param name="work">The work; returns the path of the file that it made, or null.</param>
    /// <returns>The id of the job.</returns>
    public long Start(string environmentId, Func<MigrationJob, Task<string?>> work)
    {
        var id = Interlocked.Increment(ref _lastId);
        MigrationJob job = new();
        _jobs[(environmentId, id)] = job;
        _ = Task.Run(() => RunAsync(job, work));
        return id;
    }

    public MigrationJob? Find(string environmentId, long id) => _jobs.TryGetValue((environmentId, id), out var job) ? job : null;

    private static async Task RunAsync(MigrationJob job, Func<MigrationJob, Task<string?>> work)
    {
        try
        {
            job.Finish(await work(job).ConfigureAwait(false));
        }
        catch (Exception e) when (e is DatabaseException or IOException or ObjectDisposedException)
        {
            // The failure is part of the job's state; jobs end with the emulator.
            job.Fail(e.Message);
        }
    }
}
