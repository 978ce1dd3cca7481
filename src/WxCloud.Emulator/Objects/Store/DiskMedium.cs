using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// Keeps blobs and records as files whose names come from ids and digests, never from keys. A blob is written first; the record that names it
/// is then put in place by a rename, and that is the moment in which the object exists. A process killed in between leaves a blob that no
/// record names, which the next start sweeps away. (A loss of power is not provided against: nothing is flushed to the platter.)
/// </summary>
internal sealed class DiskMedium : IBlobMedium
{
    private const string RecordExtension = ".json";

    private readonly string _blobs;
    private readonly string _records;

    /// <param name="folder">A folder of the medium's own: whatever belongs to no object there is deleted at start.</param>
    public DiskMedium(string folder)
    {
        _blobs = Directory.CreateDirectory(Path.Combine(folder, "blobs")).FullName;
        _records = Directory.CreateDirectory(Path.Combine(folder, "records")).FullName;
    }

    public IBlobWriter Create()
    {
        var blobId = Guid.NewGuid().ToString("N");
        return new Writer(blobId, BlobPath(blobId));
    }

    public IBlobReader Open(string blobId)
    {
        return new Reader(File.OpenHandle(BlobPath(blobId), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan));
    }

    public void Delete(string blobId) => File.Delete(BlobPath(blobId));

    public IEnumerable<ObjectRecord> LoadRecords()
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_records))
        {
            ObjectRecord? record = file.EndsWith(RecordExtension, StringComparison.Ordinal) ? ReadRecord(file) : null;
            if (record is null || !IsWhole(record))
            {
                File.Delete(file);
                continue;
            }

            kept.Add(record.BlobId);
            yield return record;
        }

        foreach (var file in Directory.EnumerateFiles(_blobs))
        {
            if (!kept.Contains(Path.GetFileName(file)))
            {
                File.Delete(file);
            }
        }
    }

    public void SaveRecord(ObjectRecord record)
    {
        var path = RecordPath(record);
        var next = path + ".next";
        using (SafeFileHandle file = File.OpenHandle(next, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, JsonSerializer.SerializeToUtf8Bytes(record, ObjectRecordJson.Default.ObjectRecord), 0);
        }

        File.Move(next, path, overwrite: true);
    }

    public void DeleteRecord(ObjectRecord record) => File.Delete(RecordPath(record));

    public void Dispose()
    {
        // Nothing is held open between calls.
    }

    private static ObjectRecord? ReadRecord(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ObjectRecordJson.Default.ObjectRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsWhole(ObjectRecord record)
    {
        var blob = new FileInfo(BlobPath(record.BlobId));
        return blob.Exists && blob.Length == record.Length;
    }

    private string BlobPath(string blobId) => Path.Combine(_blobs, blobId);

    private string RecordPath(ObjectRecord record)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{record.Bucket}/{record.Key}")));
        return Path.Combine(_records, name + RecordExtension);
    }

    private sealed class Writer(string blobId, string path) : IBlobWriter
    {
        private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        private long _length;

        public string BlobId => blobId;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(_file, bytes, _length);
            _length += bytes.Length;
        }

        public void Complete() => _file.Dispose();

        public void Dispose() => _file.Dispose();
    }

    private sealed class Reader(SafeFileHandle file) : IBlobReader
    {
        public int Read(long offset, Span<byte> buffer) => RandomAccess.Read(file, buffer, offset);

        public void Dispose() => file.Dispose();
    }
}

[JsonSerializable(typeof(ObjectRecord))]
internal sealed partial class ObjectRecordJson : JsonSerializerContext;
