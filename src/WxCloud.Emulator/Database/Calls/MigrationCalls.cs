using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Migrations;
using WxCloud.Emulator.Database.Statements;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Database.Calls;

/// <summary><c>POST tcb/databasemigrateimport</c>: starts to import a file of the environment's own storage.</summary>
internal sealed class ImportCall(DatabaseServices services, MigrationJobs jobs, MigrationFiles files) : DatabaseCall("databasemigrateimport", services)
{
    private const long Insert = 1;
    private const long Upsert = 2;

    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var collection = request.Arguments.RequiredText("collection_name");
        var path = request.Arguments.RequiredText("file_path");
        var format = MigrationFormats.Read(request.Arguments);
        var stopsOnError = request.Arguments.OptionalFlag("stop_on_error");
        var mode = request.Arguments.RequiredWhole("conflict_mode");
        if (mode is not (Insert or Upsert))
        {
            throw ApiErrors.ParameterRefused("conflict_mode must be 1 or 2");
        }

        var environment = Environment(environmentId);
        IDatabaseSession session = Services.Store.Of(environment.Id);
        session.Collection(collection);
        var file = files.Open(environment, path) ?? throw ApiErrors.ParameterRefused($"there is no file '{path}'");
        var now = Services.Now;
        return new DatabaseMigrationStartReply(jobs.Start(environmentId, job =>
        {
            using (file)
            {
                Import(file, format, now, new ImportWriter(session, collection, mode == Upsert, stopsOnError, job), job, stopsOnError);
            }

            return Task.FromResult<string?>(null);
        }));
    }

    private static void Import(TextReader file, MigrationFormat format, long now, ImportWriter writer, MigrationJob job, bool stopsOnError)
    {
        foreach (var read in ImportFile.Read(file, format, now))
        {
            try
            {
                writer.Add(read());
            }
            catch (DatabaseException e) when (!stopsOnError)
            {
                job.CountFailure(e.Message, stops: false);
            }
        }

        writer.Flush();
    }
}

/// <summary><c>POST tcb/databasemigrateexport</c>: starts to export what a statement finds to a file.</summary>
internal sealed class ExportCall(DatabaseServices services, MigrationJobs jobs, MigrationFiles files) : DatabaseCall("databasemigrateexport", services)
{
    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var path = request.Arguments.RequiredText("file_path");
        var format = MigrationFormats.Read(request.Arguments);
        var statement = request.Arguments.RequiredText("query");
        var environment = Environment(environmentId);
        if (!CloudPath.IsValid(path))
        {
            throw ApiErrors.ParameterRefused("invalid path");
        }

        var now = Services.Now;
        if (StatementEvaluator.Evaluate(statement, now) is not DatabaseAction.Get get)
        {
            throw new StatementException("the statement must end with get()", 1, 1);
        }

        // The snapshot is taken now; only the writing is left to the job.
        var find = get.Limit is > 0 ? get.Find with { Limit = get.Limit.Value } : get.Find;
        var documents = find.Run(Services.Store.Of(environment.Id), Scope.At(now));
        return new DatabaseMigrationStartReply(jobs.Start(environmentId, async job =>
        {
            using MemoryStream content = new();
            using (StreamWriter writer = new(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
            {
                ExportFile.Write(writer, documents, format);
            }

            var contentType = format == MigrationFormat.Csv ? "text/csv" : "application/json";
            await files.SaveAsync(environment, path, content.GetBuffer().AsMemory(0, (int)content.Length), contentType).ConfigureAwait(false);
            job.CountSuccess(documents.Count);
            return path;
        }));
    }
}

/// <summary><c>POST tcb/databasemigratequeryinfo</c>: the state of a job.</summary>
internal sealed class MigrationInfoCall(DatabaseServices services, MigrationJobs jobs, DownloadLinks links) : DatabaseCall("databasemigratequeryinfo", services)
{
    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var id = request.Arguments.RequiredWhole("job_id");
        var environment = Environment(environmentId);
        var job = jobs.Find(environmentId, id) ?? throw ApiErrors.ParameterRefused($"there is no job {id}");
        var status = job.Status;
        var url = job.ResultPath is { } path ? links.Issue(request.Target, environment, environment.KeyOf(path), DownloadLinks.MaxAge) : string.Empty;
        return new DatabaseMigrationReply(status, job.Succeeded, job.Failed, job.Error, url);
    }
}

internal static class MigrationFormats
{
    /// <exception cref="ApiException"><c>file_type</c> is missing, or is neither 1 nor 2.</exception>
    public static MigrationFormat Read(ApiArguments arguments)
    {
        return arguments.RequiredWhole("file_type") switch
        {
            (long)MigrationFormat.Json => MigrationFormat.Json,
            (long)MigrationFormat.Csv => MigrationFormat.Csv,
            _ => throw ApiErrors.ParameterRefused("file_type must be 1 (JSON) or 2 (CSV)"),
        };
    }
}
