using System;
using System.IO;
using System.Text;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>
/// A file before it gets its final name. It is beside the target under a short name, with a small resume
/// record, and is locked: another process that downloads the same file uses another name. It gets the target's name only
/// by <see cref="Commit"/>; disposed before that, it is deleted unless it is kept for a resume. It is created by its first byte, and on
/// Linux a small one has no name before its final one.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const int MaxRecordBytes = 64 * 1024;

    /// <summary>Too small to be resumed, so that it needs no name for a later download to find it by.</summary>
    private const int UnnamedUpToBytes = 64 * 1024;

    private readonly string _target;
    private readonly ReplacedFile? _replaced;
    private FileStream? _data;
#if NET
    // Linux caches a write in a block of memory of its size, and large blocks are what a virtual machine gives back to its host:
    // there a GiB in writes of 1 MiB took 2.4 s, of 32 KiB 0.6 s (medians). Elsewhere, one write is best.
    private static readonly int s_writeBytes = OperatingSystem.IsLinux() ? 32 * 1024 : int.MaxValue;

    // Read once: the stream reads its position in the file each time that its handle is read.
    private Microsoft.Win32.SafeHandles.SafeFileHandle? _handle;

    private UnnamedFile? _unnamed;
#endif
    private readonly object _gate = new();
    private FileStream? _record;
    private bool _mayHaveRecord;
    private bool _isKept;
    private bool _committed;

    private PartialFile(string target, ReplacedFile? replaced)
    {
        _target = target;
        _replaced = replaced;
    }

    private string DataPath => _data!.Name;

    private string RecordPath => PartialFileName.RecordOf(DataPath);

    /// <summary>Opens the partial file of a target, with what an earlier download left in it. The target's folder is made if it is missing.</summary>
    /// <param name="target">The final path.</param>
    /// <param name="isNew">Whether nothing is there, as far as is known: <see cref="Commit"/> finds out when that has changed.</param>
    /// <exception cref="WxCloudException">Nothing can be written there.</exception>
    public static PartialFile Open(string target, bool isNew = false)
    {
        // Each look at a free name is a search of the folder.
        var there = isNew ? (Kind: LocalKind.Missing, IsLink: false) : LocalEntry.Look(target);
        if (there.Kind == LocalKind.Other)
        {
            throw Error.TargetNotOrdinary(target);
        }

        // A link stays a link: what it leads to gets the content.
        if (there.IsLink)
        {
            target = LocalEntry.RealPath(target);
        }

        isNew = there.Kind == LocalKind.Missing;
        var partial = new PartialFile(target, isNew ? null : ReplacedFile.Find(target));
        if (!isNew || LocalEntry.Look(PartialFileName.Of(target, number: 1)) is not (LocalKind.Missing, IsLink: false))
        {
            partial.Create();
        }

        return partial;
    }

#if NET
    /// <summary>Sets the length of the file, before its first byte.</summary>
    /// <param name="length">In bytes; <see langword="null"/> when it is not known.</param>
    public void Expect(long? length)
    {
        if (_data is null && length <= UnnamedUpToBytes)
        {
            _unnamed ??= UnnamedFile.TryCreate(Path.GetDirectoryName(_target)!);
        }
    }

#endif

    /// <summary>Creates the file under its own name, or opens the one that an earlier download left.</summary>
    private FileStream Create()
    {
        try
        {
            try
            {
                return CreateFirstFree();
            }
            catch (IOException e) when (e is DirectoryNotFoundException or FileNotFoundException)
            {
                // .NET looks only afterwards whether the folder was missing, and by then another file may have made it.
                Directory.CreateDirectory(Path.GetDirectoryName(_target)!);
                return CreateFirstFree();
            }
        }
        catch (Exception e) when (DiskFailure.Describe(_target, e) is { } error)
        {
            throw error;
        }
    }

    private FileStream CreateFirstFree()
    {
        for (var number = 1; ; number++)
        {
            var path = PartialFileName.Of(_target, number);
            if (IsUsable(path, out var isNew) && (isNew || IsUsable(PartialFileName.RecordOf(path), out _)) && DiskFailure.TryLock(path, out var data))
            {
                _replaced?.Protect(data);
                _mayHaveRecord = !isNew || data.Length > 0;
#if NET
                _handle = data.SafeFileHandle;
#endif
                return _data = data;
            }
        }
    }

    /// <summary>
    /// Whether a name is free or that of an ordinary file. In a folder that others may write, a link under this name could lead
    /// to any file of the user, and opening a pipe would wait for its other end.
    /// </summary>
    private static bool IsUsable(string path, out bool isFree)
    {
        var there = LocalEntry.Look(path);
        isFree = there is (LocalKind.Missing, IsLink: false);
        return isFree || there is (LocalKind.File, IsLink: false);
    }

    /// <summary>The resume record that an earlier download left; <see langword="null"/> when there is none to read.</summary>
    public string? ReadRecord()
    {
        _mayHaveRecord = _mayHaveRecord && File.Exists(RecordPath);
        if (!_mayHaveRecord)
        {
            return null;
        }

        try
        {
            using var stream = new FileStream(RecordPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var text = new char[MaxRecordBytes];
            return new(text, 0, reader.ReadBlock(text, 0, text.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the resume record. The bytes that it records must be in the data already.</summary>
    public void WriteRecord(string text) => Guard(() =>
    {
        if (_data is null || (_record is null && !IsUsable(RecordPath, out _)))
        {
            // Without a record the download starts again from the beginning next time.
            return;
        }

        _mayHaveRecord = true;
        _record ??= new FileStream(RecordPath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        var bytes = Encoding.UTF8.GetBytes(text);
        _record.Position = 0;
        _record.Write(bytes, 0, bytes.Length);
        if (_record.Length > bytes.Length)
        {
            _record.SetLength(bytes.Length);
        }
    });

    /// <summary>Begins again with nothing.</summary>
    public void Clear() => Guard(() =>
    {
#if NET
        _unnamed?.Dispose();
        _unnamed = null;
#endif
        if (_data is not null)
        {
            DeleteRecord();
            SetLength(_data, 0);
        }
    });

    /// <summary>Reads what is there from a place on; 0 at the end.</summary>
    public int ReadAt(long position, byte[] buffer, int count)
    {
        var read = 0;
        Guard(() =>
        {
            var data = _data ?? Create();
            data.Position = position;
            read = data.Read(buffer, 0, count);
        });
        return read;
    }

    /// <summary>Writes bytes at an offset; parts of a file may be written concurrently.</summary>
    public void WriteAt(long position, byte[] buffer, int count)
    {
#if NET
        try
        {
            if (_unnamed is not null)
            {
                _unnamed.WriteAt(position, buffer.AsSpan(0, count));
                return;
            }

            var handle = _handle ?? Create().SafeFileHandle;
            for (var written = 0; written < count; written += s_writeBytes)
            {
                RandomAccess.Write(handle, buffer.AsSpan(written, Math.Min(s_writeBytes, count - written)), position + written);
            }
        }
        catch (Exception e) when (DiskFailure.Describe(_target, e) is { } error)
        {
            throw error;
        }
#else
        Guard(() =>
        {
            var data = _data ?? Create();
            data.Position = position;
            data.Write(buffer, 0, count);
        });
#endif
    }

    /// <summary>Gives the file its final name.</summary>
    /// <param name="length">Its length in bytes; an earlier, longer one may have left more.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="WxCloudException">The target is there and must stay, or cannot be written.</exception>
    public void Commit(long length, bool overwrite)
    {
        try
        {
#if NET
            if (TryCommitUnnamed(overwrite))
            {
                return;
            }
#endif
            var data = _data ?? Create();
            SetLength(data, length);
            DeleteRecord();
            _replaced?.ApplyTo(data);

            // Renamed under the lock: unlocked, another process could take it for its own partial file in between.
            Rename(overwrite);
            _committed = true;
            data.Dispose();
        }
        catch (IOException) when (!overwrite && File.Exists(_target))
        {
            throw Error.TargetExists(_target);
        }
        catch (Exception e) when (DiskFailure.Describe(_target, e) is { } error)
        {
            throw error;
        }
    }

#if NET
    private bool TryCommitUnnamed(bool overwrite)
    {
        if (_unnamed is not { } unnamed)
        {
            return false;
        }

        try
        {
            if (unnamed.TryName(_target))
            {
                return true;
            }
        }
        catch (WxCloudException) when (overwrite)
        {
            // The name was free when the download began: a rename replaces what has it now.
        }

        var content = unnamed.Read();
        unnamed.Dispose();
        _unnamed = null;
        WriteAt(0, content, content.Length);
        return false;
    }

#endif
    /// <remarks>On Unix, .NET looks three times at names before it renames without overwriting, and the system's call overwrites all the same.</remarks>
    private void Rename(bool overwrite)
    {
        if (!overwrite && !OperatingSystem.IsWindows() && File.Exists(_target))
        {
            throw Error.TargetExists(_target);
        }

        File.Move(DataPath, _target, overwrite || !OperatingSystem.IsWindows());
    }

    /// <summary>Keeps the file and its record for a later download to resume.</summary>
    public void KeepForResume() => _isKept = true;

    public void Dispose()
    {
#if NET
        _unnamed?.Dispose();
#endif
        if (!_committed && !_isKept && _data is not null)
        {
            try
            {
                DeleteRecord();
                File.Delete(DataPath);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The transfer failed already, and its reason is the one to report.
            }
        }

        _record?.Dispose();
        _data?.Dispose();
    }

    /// <remarks>ext4 takes a file that was ever cut to nothing for a replacement, and writes all of it to the disk when it is
    /// closed (auto_da_alloc, kernel.org/doc/html/latest/admin-guide/ext4.html): for a GiB that took 0.4 s.</remarks>
    private static void SetLength(FileStream data, long length)
    {
        if (data.Length != length)
        {
            data.SetLength(length);
        }
    }

    private void DeleteRecord()
    {
        if (_mayHaveRecord)
        {
            _record?.Dispose();
            _record = null;
            File.Delete(RecordPath);
            _mayHaveRecord = false;
        }
    }

    private void Guard(Action step)
    {
        try
        {
            lock (_gate)
            {
                step();
            }
        }
        catch (Exception e) when (DiskFailure.Describe(_target, e) is { } error)
        {
            throw error;
        }
    }
}
