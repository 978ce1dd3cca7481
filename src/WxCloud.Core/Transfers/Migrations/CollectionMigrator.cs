using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Database;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Errors;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Storage;
using WxCloud.Transfers.Upload;

namespace WxCloud.Transfers.Migrations;

/// <summary>
/// Imports a collection from a local file and exports it to one. The service itself works with files in the cloud: the file is stored
/// there for the time of the job, and deleted afterwards.
/// </summary>
internal sealed class CollectionMigrator(MigrationClient jobs, StorageClient storage, Uploader uploader, ExportedFile exported, TimeProvider timeProvider)
{
    /// <summary>Where files of jobs are stored meanwhile.</summary>
    private const string Folder = "wxcloud-migrations/";

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(5);

    private static readonly string[] s_failures = ["fail", "failed", "failure", "error"];

    /// <summary>Imports a file.</summary>
    /// <param name="import">What to import.</param>
    /// <param name="report">Receives the state of the job each time it is read.</param>
    /// <param name="cancellationToken">Stops waiting; the job itself continues.</param>
    /// <returns>The finished job, or the started one when nothing waits for it.</returns>
    /// <exception cref="WxCloudException">The file could not be stored, or the job could not be started or failed.</exception>
    public async Task<WxCloudMigration> ImportAsync(CollectionImport import, Action<WxCloudMigration> report, CancellationToken cancellationToken)
    {
        var item = new UploadItem(import.LocalPath, $"{Folder}{Guid.NewGuid():N}{ExtensionOf(import.FileType)}");
        var fileId = await StoreAsync(import.EnvironmentId, item, cancellationToken).ConfigureAwait(false);
        var hasStarted = false;
        try
        {
            var jobId = await jobs.StartImportAsync(
                new(import.EnvironmentId, import.Collection, item.CloudPath, (int)import.FileType, import.StopOnError, (int)import.ConflictMode), cancellationToken).ConfigureAwait(false);
            hasStarted = true;
            if (!import.Waits)
            {
                return new() { JobId = jobId, Status = "started", Collection = import.Collection, LocalPath = import.LocalPath };
            }

            var job = await WaitAsync(import.EnvironmentId, jobId, import.Collection, import.LocalPath, report, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(import.EnvironmentId, fileId, cancellationToken).ConfigureAwait(false);
            return job;
        }
        catch (WxCloudException e)
        {
            // A job that may still run needs its file.
            if (!hasStarted || e.ErrorId.EndsWith(".MigrationFailed", StringComparison.Ordinal))
            {
                await DeleteAsync(import.EnvironmentId, fileId, cancellationToken).ConfigureAwait(false);
            }

            throw e.IsFatal ? e : e.For(import.Collection);
        }
    }

    /// <summary>Exports to a file, which appears when it is whole.</summary>
    /// <inheritdoc cref="ImportAsync"/>
    public async Task<WxCloudMigration> ExportAsync(CollectionExport export, Action<WxCloudMigration> report, CancellationToken cancellationToken)
    {
        if (export.Waits && !export.Overwrites && File.Exists(export.LocalPath))
        {
            throw Error.TargetExists(export.LocalPath);
        }

        if (export.Waits)
        {
            CreateFolderOf(export.LocalPath);
        }

        var path = $"{Folder}{Guid.NewGuid():N}{ExtensionOf(export.FileType)}";
        var statement = CollectionStatement.On(export.Collection).Where(export.Filter).Get();
        try
        {
            var jobId = await jobs.StartExportAsync(new(export.EnvironmentId, path, (int)export.FileType, statement), cancellationToken).ConfigureAwait(false);
            if (!export.Waits)
            {
                return new() { JobId = jobId, Status = "started", Collection = export.Collection };
            }

            var job = await WaitAsync(export.EnvironmentId, jobId, export.Collection, export.LocalPath, report, cancellationToken).ConfigureAwait(false);
            try
            {
                await exported.FetchAsync(job.FileUrl ?? throw Error.NotAnAnswer("tcb/databasemigratequeryinfo", "file_url"), path, export.LocalPath, export.Overwrites, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await DeleteResultAsync(export.EnvironmentId, path, cancellationToken).ConfigureAwait(false);
            }

            return job;
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            throw e.For(export.Collection);
        }
    }

    /// <summary>Creates the folder of the result, so that no job is started for a file that cannot be written.</summary>
    private static void CreateFolderOf(string localPath)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(localPath))!);
        }
        catch (Exception e) when (DiskFailure.Describe(localPath, e) is { } error)
        {
            throw error;
        }
    }

    private static string ExtensionOf(WxMigrationFileType type) => type == WxMigrationFileType.Csv ? ".csv" : ".json";

    private async Task<FileId> StoreAsync(string environmentId, UploadItem item, CancellationToken cancellationToken)
    {
        WxCloudFile? stored = null;
        await foreach (var outcome in uploader.SendAsync(One(new(item.LocalPath, item)), new() { EnvironmentId = environmentId }, meter: null, cancellationToken).ConfigureAwait(false))
        {
            stored = outcome.Require();
        }

        return FileId.Parse(stored!.FileId);

        static async IAsyncEnumerable<Outcome<string, UploadItem>> One(Outcome<string, UploadItem> outcome)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            yield return outcome;
        }
    }

    /// <summary>Waits until the job has ended. States other than the documented ones count as running.</summary>
    private async Task<WxCloudMigration> WaitAsync(string environmentId, long jobId, string collection, string localPath, Action<WxCloudMigration> report, CancellationToken cancellationToken)
    {
        for (var pause = s_firstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, s_maxPause.Ticks)))
        {
            var state = await jobs.FindAsync(environmentId, jobId, cancellationToken).ConfigureAwait(false);
            report(state);
            if (s_failures.Contains(state.Status, StringComparer.OrdinalIgnoreCase))
            {
                throw Error.MigrationFailed(collection, jobId, state.Succeeded, state.Message);
            }

            if (string.Equals(state.Status, "success", StringComparison.OrdinalIgnoreCase))
            {
                return new()
                {
                    JobId = jobId, Status = state.Status, Collection = collection, LocalPath = localPath, Succeeded = state.Succeeded, Failed = state.Failed, Message = state.Message, FileUrl = state.FileUrl,
                };
            }

            await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the result of an export. Its ticket names the fileID of its path; where the service keeps the result elsewhere there is nothing to delete.</summary>
    private async Task DeleteResultAsync(string environmentId, string path, CancellationToken cancellationToken)
    {
        try
        {
            var ticket = await storage.GetUploadTicketAsync(environmentId, path, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(environmentId, ticket.FileId, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException)
        {
            // Left in its folder, as in DeleteAsync.
        }
    }

    /// <summary>Deletes a file of a job. What cannot be deleted is left: the job itself is done.</summary>
    private async Task DeleteAsync(string environmentId, FileId fileId, CancellationToken cancellationToken)
    {
        try
        {
            await storage.DeleteAsync(environmentId, [fileId], cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException)
        {
            // Left in its folder, where a person finds it.
        }
    }
}

/// <summary>What to import.</summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Collection">The collection that receives the documents.</param>
/// <param name="LocalPath">The local file.</param>
/// <param name="FileType">Its form.</param>
/// <param name="ConflictMode">What happens with ids that exist.</param>
/// <param name="StopOnError">Whether the first bad document ends the job.</param>
/// <param name="Waits">Whether to wait for the end.</param>
internal sealed record CollectionImport(string EnvironmentId, string Collection, string LocalPath, WxMigrationFileType FileType, WxConflictMode ConflictMode, bool StopOnError, bool Waits);

/// <summary>What to export.</summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Collection">The collection.</param>
/// <param name="LocalPath">The local file.</param>
/// <param name="FileType">Its form.</param>
/// <param name="Filter">Which documents; <see langword="null"/> for all.</param>
/// <param name="Overwrites">Whether an existing file is replaced.</param>
/// <param name="Waits">Whether to wait for the end and fetch the file.</param>
internal sealed record CollectionExport(string EnvironmentId, string Collection, string LocalPath, WxMigrationFileType FileType, DocumentFields? Filter, bool Overwrites, bool Waits);
