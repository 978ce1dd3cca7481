using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using WxCloud.Backups.Format;
using WxCloud.Local;
using WxCloud.Model;

namespace WxCloud.Backups.Save;

/// <summary>
/// What a local folder cannot hold of the stored files: content types other than those of the extension, and the empty objects that show
/// folders. The types are in a file of the backup's folder before a received file gets its name, so that a backup that was killed has the
/// types of all that it received. May be used by several threads at once.
/// </summary>
/// <remarks>Memory holds the types of the files that were received since the last list, where they differ: nearly always few.</remarks>
internal sealed class StoredDetails : IDisposable
{
    private readonly object _gate = new();
    private readonly string _path;
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<FileEntry> _folders = [];
    private StreamWriter? _writer;

    private StoredDetails(string path) => _path = path;

    /// <summary>The objects that show folders, in the order of a listing.</summary>
    public IReadOnlyList<FileEntry> Folders => _folders;

    /// <summary>Begins with the types that a backup which was interrupted has left.</summary>
    /// <exception cref="WxCloudException">They cannot be read.</exception>
    public static StoredDetails Open(BackupFolder folder)
    {
        var details = new StoredDetails(folder.TypeListPath);
        foreach (var line in File.Exists(folder.TypeListPath) ? LineFileReader.Read(folder.TypeListPath) : [])
        {
            if (Parse(line) is { } entry)
            {
                details.Remember(entry.CloudPath, entry.ContentType);
            }
        }

        return details;
    }

    /// <summary>Keeps the type of a file that was received.</summary>
    /// <param name="cloudPath">Its path.</param>
    /// <param name="contentType">Its type; <see langword="null"/> when the storage named none.</param>
    /// <exception cref="WxCloudException">The disk refuses it.</exception>
    public void AddType(string cloudPath, string? contentType)
    {
        lock (_gate)
        {
            var type = contentType == ContentTypes.Of(cloudPath) ? null : contentType;
            if (type is null && !_types.ContainsKey(cloudPath))
            {
                return;
            }

            Write(JsonSerializer.Serialize(new TypeEntry(cloudPath, type), BackupJson.Lines.TypeEntry));
            Remember(cloudPath, type);
        }
    }

    /// <summary>Adds an object that shows a folder, in the order of a listing.</summary>
    public void AddFolder(FileEntry folder) => _folders.Add(folder);

    /// <summary>The type of a file that was received; <see langword="null"/> for that of its extension, and for a file that was not received.</summary>
    public string? TypeOf(string cloudPath)
    {
        lock (_gate)
        {
            return _types.TryGetValue(cloudPath, out var type) ? type : null;
        }
    }

    /// <summary>Removes the file of the types, once the list of files has them.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }

    /// <summary>The last line of a backup that was killed may be cut short.</summary>
    private static TypeEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, BackupJson.Lines.TypeEntry) is { CloudPath: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Remember(string cloudPath, string? type)
    {
        if (type is null)
        {
            _types.Remove(cloudPath);
            return;
        }

        // Few types and many files: each type is in memory once.
        if (!_names.TryGetValue(type, out var name))
        {
            _names[type] = name = type;
        }

        _types[cloudPath] = name;
    }

    private void Write(string line)
    {
        try
        {
            if (_writer is null)
            {
                _writer = new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true, NewLine = "\n" };

                // Ends the line that a backup which was killed may have cut short.
                _writer.WriteLine();
            }

            _writer.WriteLine(line);
        }
        catch (Exception e) when (DiskFailure.Describe(_path, e) is { } error)
        {
            throw error;
        }
    }
}
