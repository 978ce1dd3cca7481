using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using WxCloud.Emulator.Database.Values.ExtendedJson;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Database.Store;

/// <summary>
/// Keeps a database in one file to which every commit is appended: its length, the CRC64 of its bytes, its bytes. A process killed while it
/// appends leaves a commit that is not whole, which the next start cuts off; so a commit is there as a whole or not at all. The file is
/// rewritten when most of it is history. (A loss of power is not provided against: nothing is flushed to the platter.)
/// </summary>
/// <remarks>
/// SQLite would do the same, but its native library is a second file beside a program that is compiled ahead of time, which must be one file.
/// </remarks>
internal sealed class ChangeLog : IDisposable
{
    private const int HeadLength = sizeof(int) + sizeof(ulong);

    /// <summary>The file may grow to twice its size after the last rewriting and this many bytes more.</summary>
    private const long AllowedWaste = 16 * 1024 * 1024;

    private const int DocumentsPerSnapshotCommit = 1000;

    private readonly string _path;
    private SafeFileHandle _file;
    private long _length;
    private long _compactLength;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public ChangeLog(string path)
    {
        _path = path;
        _file = OpenFile();
    }

    /// <summary>All commits that are whole, in order. What follows the last of them is cut off.</summary>
    public IEnumerable<IReadOnlyList<Change>> Load()
    {
        var end = RandomAccess.GetLength(_file);
        var head = new byte[HeadLength];
        while (_length + HeadLength <= end)
        {
            Read(head, _length);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length <= 0 || _length + HeadLength + length > end)
            {
                break;
            }

            var body = new byte[length];
            Read(body, _length + HeadLength);
            if (Crc64.Of(body) != BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(sizeof(int))))
            {
                break;
            }

            _length += HeadLength + length;
            yield return ChangeJson.Read(body);
        }

        RandomAccess.SetLength(_file, _length);
    }

    /// <exception cref="IOException">The disk is full, or the like; nothing is kept of the commit.</exception>
    public void Append(IEnumerable<Change> changes)
    {
        try
        {
            _length += Write(_file, _length, changes);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, _length);
            throw;
        }
    }

    /// <summary>Rewrites the file when most of it is history. The new file takes the old one's place by a rename.</summary>
    public void CompactIfWasteful(ImmutableSortedDictionary<string, CollectionVersion> collections)
    {
        if (_length <= (2 * _compactLength) + AllowedWaste)
        {
            return;
        }

        var next = _path + ".next";
        long length = 0;
        using (var file = File.OpenHandle(next, FileMode.Create, FileAccess.Write))
        {
            foreach (var collection in collections.Values)
            {
                List<Change> opening = [new Change.Create(collection.Name)];
                if (!collection.Indexes.IsEmpty)
                {
                    opening.Add(new Change.SetIndexes(collection.Name, collection.Indexes));
                }

                if (collection.Access != AccessRule.Default)
                {
                    opening.Add(new Change.SetAccess(collection.Name, collection.Access));
                }

                length += Write(file, length, opening);
                foreach (var documents in collection.InNaturalOrder.Chunk(DocumentsPerSnapshotCommit))
                {
                    length += Write(file, length, documents.Select(stored => new Change.Put(collection.Name, stored.Id, stored.Document)));
                }
            }
        }

        _file.Dispose();
        File.Move(next, _path, overwrite: true);
        _file = OpenFile();
        _length = _compactLength = length;
    }

    public void Clear()
    {
        RandomAccess.SetLength(_file, 0);
        _length = _compactLength = 0;
    }

    public void Dispose() => _file.Dispose();

    private SafeFileHandle OpenFile() => File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private void Read(Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var count = RandomAccess.Read(_file, buffer, offset);
            if (count == 0)
            {
                throw new EndOfStreamException($"The file '{_path}' was cut while it was read.");
            }

            buffer = buffer[count..];
            offset += count;
        }
    }

    private static long Write(SafeFileHandle file, long offset, IEnumerable<Change> changes)
    {
        ArrayBufferWriter<byte> commit = new(64 * 1024);
        commit.Advance(HeadLength);
        using (Utf8JsonWriter json = new(commit, ExtendedJsonWriter.Options))
        {
            ChangeJson.Write(json, changes);
        }

        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(commit.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - HeadLength);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(int)..], Crc64.Of(bytes[HeadLength..]));
        RandomAccess.Write(file, bytes, offset);
        return bytes.Length;
    }
}
