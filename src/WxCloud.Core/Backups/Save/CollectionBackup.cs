using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Format;
using WxCloud.Database;
using WxCloud.Errors;
using WxCloud.Transfers.Progress;

namespace WxCloud.Backups.Save;

/// <summary>Saves the documents of collections, each as the JSON text that the service gives, so that every type is kept.</summary>
internal sealed class CollectionBackup(DocumentReader reader, TimeProvider timeProvider)
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 256 };

    /// <summary>Saves a collection. Its previous file stays until the new one is complete.</summary>
    /// <exception cref="WxCloudException">The collection cannot be read to its end, or its file cannot be written.</exception>
    public async Task<CollectionEntry> SaveAsync(
        string environmentId, WxCloudCollection collection, string fileName, BackupFolder folder, TransferMeter? meter, CancellationToken cancellationToken)
    {
        var startedOn = timeProvider.GetUtcNow();
        using var progress = meter?.Begin(collection.Name, collection.Size);
        using var lines = LineFileWriter.Create(Path.Combine(folder.CollectionsPath, fileName));
        await foreach (var page in reader.ReadTextsAsync(environmentId, new DocumentSearch(collection.Name), cancellationToken).ConfigureAwait(false))
        {
            var before = lines.Length;
            foreach (var document in page)
            {
                lines.Write(OneLine(document, collection.Name));
            }

            progress?.Report(lines.Length - before);
        }

        lines.Commit();
        progress?.Expect(lines.Length);
        return new(collection.Name, fileName, lines.Count, collection.IndexCount, lines.Length, lines.Crc64, startedOn);
    }

    /// <summary>Removes the files of collections that no longer exist, and the unfinished files of an interrupted backup.</summary>
    public static void RemoveOthers(BackupFolder folder, IReadOnlyList<CollectionEntry> collections)
    {
        var kept = new HashSet<string>(collections.Select(static collection => collection.File), StringComparer.OrdinalIgnoreCase);
        foreach (var path in Directory.EnumerateFiles(folder.CollectionsPath))
        {
            var name = Path.GetFileName(path);
            if (!kept.Contains(name) && (name.EndsWith(CollectionFileNames.Extension, StringComparison.Ordinal) || name.EndsWith(LineFileWriter.UnfinishedExtension, StringComparison.Ordinal)))
            {
                File.Delete(path);
            }
        }
    }

    private static string OneLine(string document, string collection)
    {
        if (document.IndexOfAny(['\n', '\r']) < 0)
        {
            return document;
        }

        try
        {
            using var parsed = JsonDocument.Parse(document, s_reading);
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, s_writing))
            {
                parsed.WriteTo(json);
            }

            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (JsonException e)
        {
            throw Error.JsonMalformed(collection, e);
        }
    }
}
