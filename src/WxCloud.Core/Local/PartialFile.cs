using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>
/// A file on its way to its final name. It stands beside the target under a short name of its own, with a small resume
/// record, and is locked: another process that fetches the same file takes a name of its own. It gets the target's name only
/// by <see cref="Commit"/>; disposed before that, it is gone unless it was told to stay.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string DataExtension = ".wxpart";
    private const string RecordExtension = ".wxresume";
    private const int ShortNameDigits = 12;
    private const int MaxRecordBytes = 64 * 1024;

    private readonly string _target;
    private readonly ReplacedFile? _replaced;
    private readonly FileStream _data;
#if NET
    // Linux caches a write in a block of memory of its size, and large blocks are what a virtual machine gives back to its host:
    // there a GiB in writes of 1 MiB took 2.4 s, of 32 KiB 0.6 s (medians). Elsewhere, one write is best.
    private static readonly int s_writeBytes = OperatingSystem.IsLinux() ? 32 * 1024 : int.MaxValue;

    // Taken once: the stream looks at its place in the file each time that it hands the handle out.
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle;
#endif
    private readonly object _gate = new();
    private FileStream? _record;
    private bool _mayHaveRecord;
    private bool _stays;
    private bool _committed;

    private PartialFile(string target, FileStream data)
    {
        _target = target;
        _data = data;
        _replaced = ReplacedFile.Find(target);
        _replaced?.Protect(data);
#if NET
        _handle = data.SafeFileHandle;
#endif
    }

    private string RecordPath => Path.ChangeExtension(_data.Name, RecordExtension);

    /// <summary>Whether a file name is that of a partial file or a resume record, which a download left behind.</summary>
    public static bool IsLeftover(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > ShortNameDigits
            && name[0] == '.'
            && name.Substring(dot) is DataExtension or RecordExtension
            && name.Substring(1, ShortNameDigits).All(Uri.IsHexDigit)
            && (dot == ShortNameDigits + 1 || name[ShortNameDigits + 1] == '-');
    }

    /// <summary>Opens the partial file of a target, with what an earlier download left in it. The target's folder is made if it is missing.</summary>
    /// <exception cref="WxCloudException">Nothing can be written there.</exception>
    public static PartialFile Open(string target)
    {
        var there = LocalEntry.Look(target);
        if (there.Kind == LocalKind.Other)
        {
            throw Error.TargetNotOrdinary(target);
        }

        // A link stays a link: what it leads to gets the content.
        if (there.IsLink)
        {
            target = LocalEntry.RealPath(target);
        }

        try
        {
            try
            {
                return OpenFirstFree(target);
            }
            catch (IOException e) when (e is DirectoryNotFoundException or FileNotFoundException)
            {
                // .NET looks only afterwards whether the folder was missing, and by then another file may have made it.
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                return OpenFirstFree(target);
            }
        }
        catch (Exception e) when (DiskFailure.Describe(target, e) is { } error)
        {
            throw error;
        }
    }

    private static PartialFile OpenFirstFree(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        var name = "." + ShortName(Path.GetFileName(target));
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, number == 1 ? name + DataExtension : $"{name}-{number}{DataExtension}");
            if (IsUsable(path, out var isNew) && (isNew || IsUsable(Path.ChangeExtension(path, RecordExtension), out _)) && DiskFailure.TryLock(path, out var data))
            {
                return new(target, data) { _mayHaveRecord = !isNew || data.Length > 0 };
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

    /// <summary>Writes the resume record. What it tells must be in the data already.</summary>
    public void WriteRecord(string text) => Guard(() =>
    {
        if (_record is null && !IsUsable(RecordPath, out _))
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
        DeleteRecord();
        SetLength(0);
    });

    /// <summary>Reads what is there from a place on; 0 at the end.</summary>
    public int ReadAt(long position, byte[] buffer, int count)
    {
        var read = 0;
        Guard(() =>
        {
            _data.Position = position;
            read = _data.Read(buffer, 0, count);
        });
        return read;
    }

    /// <summary>Writes bytes to their place; parts of a file may come at once.</summary>
    public void WriteAt(long position, byte[] buffer, int count)
    {
#if NET
        try
        {
            for (var written = 0; written < count; written += s_writeBytes)
            {
                RandomAccess.Write(_handle, buffer.AsSpan(written, Math.Min(s_writeBytes, count - written)), position + written);
            }
        }
        catch (Exception e) when (DiskFailure.Describe(_target, e) is { } error)
        {
            throw error;
        }
#else
        Guard(() =>
        {
            _data.Position = position;
            _data.Write(buffer, 0, count);
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
            SetLength(length);
            DeleteRecord();
            _replaced?.HandDown(_data);

            // Renamed under the lock: unlocked, another process could take it for its own partial file in between.
            Rename(overwrite);
            _committed = true;
            _data.Dispose();
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

    /// <remarks>On Unix, .NET looks three times at names before it renames without overwriting, and the system's call overwrites all the same.</remarks>
    private void Rename(bool overwrite)
    {
        if (!overwrite && !OperatingSystem.IsWindows() && File.Exists(_target))
        {
            throw Error.TargetExists(_target);
        }

        File.Move(_data.Name, _target, overwrite || !OperatingSystem.IsWindows());
    }

    /// <summary>Leaves the file and its record for a later download to go on from.</summary>
    public void KeepForResume() => _stays = true;

    public void Dispose()
    {
        if (!_committed && !_stays)
        {
            try
            {
                DeleteRecord();
                File.Delete(_data.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The transfer failed already, and its reason is the one to report.
            }
        }

        _record?.Dispose();
        _data.Dispose();
    }

    /// <summary>Twelve digits stand for a name of any length: a long one plus an ending might not fit the disk.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Hexadecimal digits.")]
    private static string ShortName(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, ShortNameDigits / 2);

    /// <remarks>ext4 takes a file that was ever cut to nothing for a replacement, and writes all of it to the disk when it is
    /// closed (auto_da_alloc, kernel.org/doc/html/latest/admin-guide/ext4.html): for a GiB that took 0.4 s.</remarks>
    private void SetLength(long length)
    {
        if (_data.Length != length)
        {
            _data.SetLength(length);
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
