using System.Threading;
using System.Threading.Tasks;
using WxCloud.Api;
using WxCloud.Database.Calls;
using WxCloud.Errors;

namespace WxCloud.Database;

/// <summary>Starts imports and exports, and reads their state. A start is never repeated.</summary>
internal sealed class MigrationClient(ApiClient api)
{
    public async Task<long> StartImportAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var reply = await api.PostOnceAsync("tcb/databasemigrateimport", request, DatabaseJson.Instance.ImportRequest, DatabaseJson.Instance.MigrationStartReply, cancellationToken).ConfigureAwait(false);
        return reply.JobId ?? throw Error.NotAnAnswer("tcb/databasemigrateimport", "job_id");
    }

    public async Task<long> StartExportAsync(ExportRequest request, CancellationToken cancellationToken)
    {
        var reply = await api.PostOnceAsync("tcb/databasemigrateexport", request, DatabaseJson.Instance.ExportRequest, DatabaseJson.Instance.MigrationStartReply, cancellationToken).ConfigureAwait(false);
        return reply.JobId ?? throw Error.NotAnAnswer("tcb/databasemigrateexport", "job_id");
    }

    /// <summary>The state of a job.</summary>
    public async Task<WxCloudMigration> FindAsync(string environmentId, long jobId, CancellationToken cancellationToken)
    {
        var reply = await api.PostAsync("tcb/databasemigratequeryinfo", new(environmentId, jobId), DatabaseJson.Instance.MigrationRequest, DatabaseJson.Instance.MigrationReply, cancellationToken).ConfigureAwait(false);
        var message = string.IsNullOrEmpty(reply.ErrorMessage) ? reply.ErrorMessageOtherwise : reply.ErrorMessage;
        return new()
        {
            JobId = jobId,
            Status = reply.Status ?? string.Empty,
            Succeeded = reply.Succeeded,
            Failed = reply.Failed,
            Message = string.IsNullOrEmpty(message) ? null : message,
            FileUrl = string.IsNullOrEmpty(reply.FileUrl) ? null : reply.FileUrl,
        };
    }
}
