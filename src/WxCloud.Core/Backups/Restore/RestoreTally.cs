using System.Threading;
using WxCloud.Model;

namespace WxCloud.Backups.Restore;

/// <summary>Counts what is restored, from any thread.</summary>
internal sealed class RestoreTally
{
    private long _filesSent;
    private long _bytesSent;
    private long _filesPresent;
    private long _failed;

    public int CollectionsCreated { get; set; }

    public long DocumentsInserted { get; private set; }

    public long DocumentsReplaced { get; private set; }

    public long DocumentsPresent { get; private set; }

    public long DocumentsRewritten { get; private set; }

    public long FileIdsRewritten { get; private set; }

    public void AddSent(long bytes)
    {
        Interlocked.Increment(ref _filesSent);
        Interlocked.Add(ref _bytesSent, bytes);
    }

    public void AddPresent() => Interlocked.Increment(ref _filesPresent);

    /// <summary>Counts a failure, and makes it an outcome.</summary>
    public Outcome<string, WxCloudRestore> Fail(string item, WxCloudException error)
    {
        Interlocked.Increment(ref _failed);
        return new(item, error);
    }

    /// <summary>From one thread: counts a document that was restored.</summary>
    public void Add(RestoredDocument document)
    {
        DocumentsInserted += document.Result == RestoreResult.Inserted ? 1 : 0;
        DocumentsReplaced += document.Result == RestoreResult.Replaced ? 1 : 0;
        DocumentsPresent += document.Result == RestoreResult.Present ? 1 : 0;
        DocumentsRewritten += document.Rewritten.Count > 0 ? 1 : 0;
        FileIdsRewritten += document.Rewritten.Count;
    }

    public WxCloudRestore Finish(RestoreOptions options, string sourceEnvironmentId, string? reportPath) => new()
    {
        Path = options.Path,
        EnvironmentId = options.EnvironmentId,
        SourceEnvironmentId = sourceEnvironmentId,
        FilesSent = Interlocked.Read(ref _filesSent),
        BytesSent = Interlocked.Read(ref _bytesSent),
        FilesPresent = Interlocked.Read(ref _filesPresent),
        CollectionsCreated = CollectionsCreated,
        DocumentsInserted = DocumentsInserted,
        DocumentsReplaced = DocumentsReplaced,
        DocumentsPresent = DocumentsPresent,
        DocumentsRewritten = DocumentsRewritten,
        FileIdsRewritten = FileIdsRewritten,
        Failed = Interlocked.Read(ref _failed),
        ReportPath = reportPath,
    };
}
