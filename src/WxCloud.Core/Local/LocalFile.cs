using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
#if !NET
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
#endif

namespace WxCloud.Local;

/// <summary>A local file that is being read, and that must stay what it was when it was opened.</summary>
internal sealed class LocalFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly (DateTime OfHandle, DateTime OfPath) _written;

    private LocalFile(string path, FileStream stream)
    {
        Path = path;
        _stream = stream;
        Length = stream.Length;
        _written = Written();
    }

    public string Path { get; }

    /// <summary>The length in bytes when the file was opened.</summary>
    public long Length { get; }

    /// <exception cref="WxCloudException">The file does not exist, is not an ordinary file, or cannot be read.</exception>
    public static LocalFile Open(string path)
    {
        switch (LocalEntry.KindOf(path))
        {
            case LocalKind.Folder:
                throw Error.IsFolder(path);
            case LocalKind.Missing:
                throw LocalEntry.Missing(path);
            case LocalKind.Other:
                throw Error.NotAnOrdinaryFile(path);
        }

        LocalFile? file = null;
        try
        {
            // Unbuffered: every read is a large one.
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
            file = new(path, stream);

            // Files that the system generates when they are read, such as those of /proc, report a length of 0.
            return file.Length > 0 || stream.ReadByte() < 0 ? file : throw Error.FileHasNoLength(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WxCloudException)
        {
            file?.Dispose();
            throw e switch
            {
                WxCloudException known => known,
                FileNotFoundException or DirectoryNotFoundException => LocalEntry.Missing(path),
                _ => Error.Unreadable(path, e),
            };
        }
    }

    /// <exception cref="WxCloudException">The file cannot be read any more.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw Error.Unreadable(Path, e);
        }
    }

    /// <summary>Goes to a place in the file, counted in bytes from its beginning.</summary>
    public void Seek(long offset) => _stream.Seek(offset, SeekOrigin.Begin);

    /// <summary>Looks whether the file is still what it was.</summary>
    /// <exception cref="WxCloudException">The path leads to another file now, or the file has another length or time.</exception>
    public void ThrowIfWritten()
    {
        if (_stream.Length != Length || Written() != _written)
        {
            throw Error.FileChanged(Path);
        }
    }

    /// <summary>Looks, after the last of its bytes, whether the file is still what it was and ends here.</summary>
    /// <exception cref="WxCloudException">The path leads to another file now, or the file has another length or time.</exception>
    public async ValueTask ThrowIfChangedAsync(CancellationToken cancellationToken)
    {
        var more = await ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        if (more > 0)
        {
            throw Error.FileChanged(Path);
        }

        ThrowIfWritten();
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>
    /// When the file was written. Both the path and the open handle are queried: a link has its own times, and a file that
    /// replaced this one under its name is another.
    /// </summary>
    private (DateTime OfHandle, DateTime OfPath) Written()
    {
#if NET
        var ofHandle = File.GetLastWriteTimeUtc(_stream.SafeFileHandle);
#else
        var ofHandle = HandleTime.LastWritten(_stream.SafeFileHandle);
#endif
        return (ofHandle, File.GetLastWriteTimeUtc(Path));
    }

#if !NET
    /// <summary>.NET Framework reads times of paths only.</summary>
    private static class HandleTime
    {
        /// <summary>When an open file was written; a constant on systems without that call.</summary>
        public static DateTime LastWritten(SafeFileHandle handle) =>
            OperatingSystem.IsWindows() && GetFileTime(handle, IntPtr.Zero, IntPtr.Zero, out var time) ? DateTime.FromFileTimeUtc(time) : default;

        [DllImport("kernel32", SetLastError = true)]
        private static extern bool GetFileTime(SafeFileHandle handle, IntPtr created, IntPtr accessed, out long written);
    }
#endif
}
