using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;

namespace WxCloud.Backups.Format;

/// <summary>Reads the files of a backup that consist of lines.</summary>
internal static class LineFileReader
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The lines of a file, read on demand.</summary>
    /// <exception cref="WxCloudException">The file cannot be read.</exception>
    public static IEnumerable<string> Read(string path)
    {
        using var reader = Open(path);
        while (ReadLine(reader, path) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>The files that a backup names, in the order of a listing.</summary>
    /// <exception cref="WxCloudException">The list cannot be read, or is damaged.</exception>
    public static IEnumerable<FileEntry> ReadFiles(string path)
    {
        string? last = null;
        var number = 0;
        foreach (var line in Read(path))
        {
            number++;
            var entry = Parse(line) ?? throw Error.BackupDamaged(path, Messages.Format("Backup.LineWrong", number));
            if (last is not null && KeyOrder.Instance.Compare(last, entry.CloudPath) >= 0)
            {
                throw Error.BackupDamaged(path, Messages.Format("Backup.LineWrong", number));
            }

            yield return entry;
            last = entry.CloudPath;
        }
    }

    private static FileEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, BackupJson.Lines.FileEntry) is { CloudPath: not null, Crc64: not null, Length: >= 0 } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.SequentialScan), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, BufferBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.Unreadable(path, e);
        }
    }

    private static string? ReadLine(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException e)
        {
            throw Error.Unreadable(path, e);
        }
    }
}
