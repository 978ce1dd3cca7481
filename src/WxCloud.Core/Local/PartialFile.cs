using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Local;

/// <summary>
/// A file on its way to its final name: it stands beside the target under a short name of its own until every byte is there
/// and checked. Whoever does not commit it leaves nothing behind.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string Extension = ".wxpart";
    private const int SharingViolation = 32;
    private const int NoSpaceOnUnix = 28;
    private const int HandleDiskFull = 39;
    private const int DiskFull = 112;

    private readonly string _target;
    private readonly FileStream _stream;
    private bool _committed;

    private PartialFile(string target, FileStream stream)
    {
        _target = target;
        _stream = stream;
    }

    /// <summary>Opens an empty partial file for a target, whose folder is made if it is missing.</summary>
    /// <exception cref="WxCloudException">Nothing can be written there.</exception>
    public static PartialFile Create(string target)
    {
        try
        {
            var folder = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(folder);
            var name = "." + ShortName(Path.GetFileName(target));
            return new(target, TryOpen(Path.Combine(folder, name + Extension))
                ?? Open(Path.Combine(folder, $"{name}-{Guid.NewGuid().ToString("N").Substring(0, 8)}{Extension}")));
        }
        catch (Exception e) when (Describe(target, e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>Asks the disk for room, so that a full one is known before the bytes are fetched.</summary>
    public void Reserve(long length) => Guard(() => _stream.SetLength(length));

    /// <summary>Begins again with nothing.</summary>
    public void Clear() => Guard(() =>
    {
        _stream.SetLength(0);
        _stream.Position = 0;
    });

    public void Write(ReadOnlyMemory<byte> bytes) => Guard(() =>
    {
#if NET
        _stream.Write(bytes.Span);
#else
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment);
        _stream.Write(segment.Array!, segment.Offset, segment.Count);
#endif
    });

    /// <summary>Gives the file its final name.</summary>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="WxCloudException">The target is there and must stay, or cannot be written.</exception>
    public void Commit(bool overwrite)
    {
        try
        {
            _stream.Dispose();
            File.Move(_stream.Name, _target, overwrite);
            _committed = true;
        }
        catch (IOException) when (!overwrite && File.Exists(_target))
        {
            throw Errors.TargetExists(_target);
        }
        catch (Exception e) when (Describe(_target, e) is { } error)
        {
            throw error;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (_committed)
        {
            return;
        }

        try
        {
            File.Delete(_stream.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The transfer failed already, and its reason is the one to report.
        }
    }

    /// <summary>Twelve digits stand for a name of any length: a long one plus an ending might not fit the disk.</summary>
    private static string ShortName(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, 6);

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return Open(path);
        }
        catch (IOException e) when (IsLocked(e))
        {
            // Another process fetches the same file: it keeps its partial file, and we take another.
            return null;
        }
    }

    private static FileStream Open(string path)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        stream.SetLength(0);
        return stream;
    }

    private static bool IsLocked(IOException e) =>
        OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) == SharingViolation : e is not (DirectoryNotFoundException or PathTooLongException);

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (Describe(_target, e) is { } error)
        {
            throw error;
        }
    }

    private static WxCloudException? Describe(string target, Exception e) => e switch
    {
        IOException when (e.HResult & 0xFFFF) is DiskFull or HandleDiskFull => Errors.DiskFull(target, e),
        IOException when !OperatingSystem.IsWindows() && (e.HResult & 0xFFFF) == NoSpaceOnUnix => Errors.DiskFull(target, e),
        IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException => Errors.Unwritable(target, e),
        _ => null,
    };
}
