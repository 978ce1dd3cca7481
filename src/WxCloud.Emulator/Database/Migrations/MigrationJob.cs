using System.Threading;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Migrations;

/// <summary>An import or export, while it runs and after.</summary>
internal sealed class MigrationJob
{
    private volatile string _status = "running";
    private volatile string _error = string.Empty;
    private int _succeeded;
    private int _failed;

    /// <summary><c>running</c>, <c>success</c> or <c>fail</c>.</summary>
    public string Status => _status;

    public int Succeeded => Volatile.Read(ref _succeeded);

    public int Failed => Volatile.Read(ref _failed);

    /// <summary>The first reason why a record or the whole failed; empty when none did.</summary>
    public string Error => _error;

    /// <summary>The path of the file that an export made; null for an import and before its end.</summary>
    public string? ResultPath { get; private set; }

    public void CountSuccess(int records) => Interlocked.Add(ref _succeeded, records);

    /// <exception cref="DatabaseException">The job is to stop at the first error.</exception>
    public void CountFailure(string error, bool stops)
    {
        Interlocked.Increment(ref _failed);
        if (_error.Length == 0)
        {
            _error = error;
        }

        if (stops)
        {
            throw DatabaseErrors.InvalidParameter(error);
        }
    }

    public void Finish(string? resultPath)
    {
        ResultPath = resultPath;
        _status = "success";
    }

    public void Fail(string error)
    {
        if (_error.Length == 0)
        {
            _error = error;
        }

        _status = "fail";
    }
}
