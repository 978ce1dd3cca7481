using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Backups;

/// <summary>Files and documents that are all different: each document names a file, plainly and in rich text, and has a number of each type.</summary>
internal sealed class SampleEnvironment(int files, int documents)
{
    private const string Collection = "samples";
    private const int FilesPerFolder = 1000;
    private const int MaxFileBytes = 2000;

    /// <summary>Writes the files and the documents to a folder.</summary>
    public void Write(string folder)
    {
        for (var number = 0; number < files; number++)
        {
            var path = Path.Combine(folder, "files", PathOf(number));
            if (number % FilesPerFolder == 0)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            }

            SampleFiles.Write(path, 1 + (number % MaxFileBytes), number);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "documents.jsonl"), Enumerable.Range(0, documents).Select(number => Line(number, ServiceApi.FileId(string.Empty))));
    }

    /// <summary>Stores them in an environment.</summary>
    public async Task StoreAsync(WxCloudProgram program, Uri endpoint, string folder, CancellationToken cancellationToken)
    {
        if (files > 0)
        {
            (await program.RunAsync(endpoint, ["sync", Path.Combine(folder, "files")], cancellationToken)).ThrowIfFailed("the upload");
        }

        (await program.RunAsync(endpoint, ["db", "collections", "--add", Collection], cancellationToken)).ThrowIfFailed("the collection");
        (await program.RunAsync(endpoint, ["db", "import", Collection, Path.Combine(folder, "documents.jsonl")], cancellationToken)).ThrowIfFailed("the import");
    }

    /// <summary>Compares a backup with what was stored: every byte of every file, every document.</summary>
    /// <param name="source">The folder that was written.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="root">What fileIDs begin with in this environment.</param>
    /// <exception cref="NotMeasuredException">Something differs.</exception>
    public void Compare(string source, string backup, string root)
    {
        for (var number = 0; number < files; number++)
        {
            var path = PathOf(number);
            if (!File.Exists(Path.Combine(backup, "files", path)) || !SampleFiles.AreEqual(Path.Combine(source, "files", path), Path.Combine(backup, "files", path)))
            {
                throw new NotMeasuredException($"the file {path} differs or is missing");
            }
        }

        var count = Directory.EnumerateFiles(Path.Combine(backup, "files"), "*", SearchOption.AllDirectories).Count();
        if (count != files)
        {
            throw new NotMeasuredException($"{count} files are there, {files} were stored");
        }

        var next = 0;
        foreach (var line in File.ReadLines(Path.Combine(backup, "collections", Collection + ".jsonl")))
        {
            if (line != Line(next, root))
            {
                throw new NotMeasuredException($"document {next} differs: {line}");
            }

            next++;
        }

        if (next != documents)
        {
            throw new NotMeasuredException($"{next} documents are there, {documents} were stored");
        }
    }

    /// <summary>Whether the report names every document.</summary>
    /// <exception cref="NotMeasuredException">It does not.</exception>
    public void CompareReport(string path)
    {
        var ids = File.ReadLines(path).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).ToHashSet(StringComparer.Ordinal);
        if (ids.Count != documents)
        {
            throw new NotMeasuredException($"the report names {ids.Count} of {documents} documents");
        }
    }

    private static string PathOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"图 {number / FilesPerFolder:D4}/{number:D7}.bin");

    private static string Line(int number, string root)
    {
        var file = root + PathOf(number);
        return new StringBuilder(400)
            .Append(CultureInfo.InvariantCulture, $"{{\"_id\":\"{number:D7}\",\"n\":{number},\"whole\":{{\"$numberDouble\":\"{number}.0\"}},\"long\":{{\"$numberLong\":\"{number + 5_000_000_000}\"}},")
            .Append(CultureInfo.InvariantCulture, $"\"at\":{{\"$date\":\"2024-02-29T12:00:{number % 60:D2}.{number % 1000:D3}Z\"}},\"deep\":{{\"list\":[null,true,{{\"file\":\"{file}\"}}]}},")
            .Append(CultureInfo.InvariantCulture, $"\"html\":\"<p>第 {number} 条<img src='{file}'></p>\"}}")
            .ToString();
    }
}
