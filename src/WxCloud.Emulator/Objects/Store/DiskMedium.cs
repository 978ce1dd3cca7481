using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// Keeps blobs and records as files whose names come from ids and digests, never from keys. A blob is written first; the record that names it
/// is then written, or put in place of the previous one by a rename, from which on the object exists. A process killed in between leaves a blob that no
/// record names, which the next start deletes. (Data may be lost with a loss of power: nothing is flushed to the device.)
/// </summary>
internal sealed class DiskMedium : IBlobMedium
{
    private const string RecordExtension = ".json";
    private const string UploadName = "upload" + RecordExtension;

    private readonly string _blobs;
    private readonly string _records;
    private readonly string _uploads;
    private readonly SmallBlobs _small = new();

    /// <param name="folder">A folder for this medium only: files that belong to no object are deleted at start.</param>
    public DiskMedium(string folder)
    {
        _blobs = Directory.CreateDirectory(Path.Combine(folder, "blobs")).FullName;
        _uploads = Directory.CreateDirectory(Path.Combine(folder, "uploads")).FullName;
        _records = Directory.CreateDirectory(Path.Combine(folder, "records")).FullName;
    }

    public IBlobWriter Create()
    {
        var blobId = Guid.NewGuid().ToString("N");
        return new Writer(blobId, BlobPath(blobId));
    }

    public IBlobReader Open(string blobId)
    {
        if (_small.Find(blobId) is { } content)
        {
            return new MemoryReader(content);
        }

        var file = File.OpenHandle(BlobPath(blobId), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (RandomAccess.GetLength(file) is not (> 0 and <= SmallBlobs.MaxLength and var length))
        {
            return new Reader(file);
        }

        using (file)
        {
            content = new byte[length];
            Array.Resize(ref content, RandomAccess.Read(file, content, fileOffset: 0));
        }

        _small.Keep(blobId, content);
        return new MemoryReader(content);
    }

    public void Delete(string blobId)
    {
        _small.Forget(blobId);
        File.Delete(BlobPath(blobId));
    }

    public IEnumerable<ObjectRecord> LoadRecords()
    {
        foreach (var file in Directory.EnumerateFiles(_records))
        {
            var record = Load(file, StoreJson.Default.ObjectRecord);
            if (record is null || !record.Segments().All(IsWhole))
            {
                File.Delete(file);
                continue;
            }

            yield return record;
        }
    }

    public void SaveRecord(ObjectRecord record, bool isNew)
    {
        if (isNew)
        {
            // Half of its text is no record, so that it needs no rename, which takes a tenth of the time of a small upload.
            Write(RecordPath(record), record, StoreJson.Default.ObjectRecord);
        }
        else
        {
            Save(RecordPath(record), record, StoreJson.Default.ObjectRecord);
        }
    }

    public IEnumerable<MultipartUpload> LoadUploads()
    {
        foreach (var folder in Directory.EnumerateDirectories(_uploads))
        {
            var upload = Load(Path.Combine(folder, UploadName), StoreJson.Default.UploadRecord);
            if (upload is null)
            {
                Directory.Delete(folder, recursive: true);
                continue;
            }

            List<PartRecord> parts = [];
            foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != UploadName))
            {
                var part = Load(file, StoreJson.Default.PartRecord);
                if (part is null || !IsWhole(new BlobSegment(part.BlobId, part.Length)))
                {
                    File.Delete(file);
                    continue;
                }

                parts.Add(part);
            }

            yield return new MultipartUpload(upload, parts);
        }
    }

    public void SaveUpload(UploadRecord upload)
    {
        var folder = Directory.CreateDirectory(UploadPath(upload.UploadId)).FullName;
        Save(Path.Combine(folder, UploadName), upload, StoreJson.Default.UploadRecord);
    }

    public void SavePart(string uploadId, PartRecord part)
    {
        var name = part.Number.ToString(CultureInfo.InvariantCulture) + RecordExtension;
        Save(Path.Combine(UploadPath(uploadId), name), part, StoreJson.Default.PartRecord);
    }

    public void DeleteUpload(string uploadId) => Directory.Delete(UploadPath(uploadId), recursive: true);

    public void DeleteAllBlobsBut(IReadOnlySet<string> used)
    {
        foreach (var file in Directory.EnumerateFiles(_blobs).Where(file => !used.Contains(Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }

    public void DeleteRecord(ObjectRecord record) => File.Delete(RecordPath(record));

    public void Dispose()
    {
        // Nothing is open between calls.
    }

    private static void Save<T>(string path, T value, JsonTypeInfo<T> type)
    {
        var next = path + ".next";
        Write(next, value, type);
        File.Move(next, path, overwrite: true);
    }

    private static void Write<T>(string path, T value, JsonTypeInfo<T> type)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, JsonSerializer.SerializeToUtf8Bytes(value, type), 0);
    }

    /// <summary>The content of a file that was saved completely; null for any other.</summary>
    private static T? Load<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        if (!path.EndsWith(RecordExtension, StringComparison.Ordinal) || !File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsWhole(BlobSegment segment)
    {
        var blob = new FileInfo(BlobPath(segment.BlobId));
        return blob.Exists && blob.Length == segment.Length;
    }

    private string UploadPath(string uploadId) => Path.Combine(_uploads, uploadId);

    private string BlobPath(string blobId) => Path.Combine(_blobs, blobId);

    private string RecordPath(ObjectRecord record)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{record.Bucket}/{record.Key}")));
        return Path.Combine(_records, name + RecordExtension);
    }

    private sealed class Writer(string blobId, string path) : IBlobWriter
    {
        // For larger writes ext4 takes larger blocks of the page cache, which virtual machines give back to their host first: touching them again costs more.
        private const int PieceLength = 32 * 1024;

        private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        private long _length;

        public string BlobId => blobId;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                var piece = bytes[..Math.Min(PieceLength, bytes.Length)];
                RandomAccess.Write(_file, piece, _length);
                _length += piece.Length;
                bytes = bytes[piece.Length..];
            }
        }

        public void Complete() => _file.Dispose();

        public void Dispose() => _file.Dispose();
    }

    private sealed class MemoryReader(byte[] content) : IBlobReader
    {
        public bool IsInMemory => true;

        public int Read(long offset, Span<byte> buffer)
        {
            var count = (int)Math.Clamp(content.Length - offset, 0, buffer.Length);
            content.AsSpan((int)Math.Min(offset, content.Length), count).CopyTo(buffer);
            return count;
        }

        public void Dispose()
        {
            // The content belongs to the cache.
        }
    }

    private sealed class Reader(SafeFileHandle file) : IBlobReader
    {
        public int Read(long offset, Span<byte> buffer) => RandomAccess.Read(file, buffer, offset);

        public void Dispose() => file.Dispose();
    }
}

[JsonSerializable(typeof(ObjectRecord))]
[JsonSerializable(typeof(UploadRecord))]
[JsonSerializable(typeof(PartRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class StoreJson : JsonSerializerContext;
