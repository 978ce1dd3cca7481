using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>A local file that is being read, and that must stay what it was when it was opened.</summary>
internal sealed class LocalFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly DateTime _written;

    private LocalFile(string path, FileStream stream)
    {
        Path = path;
        _stream = stream;
        Length = stream.Length;
        _written = File.GetLastWriteTimeUtc(path);
    }

    public string Path { get; }

    /// <summary>The length in bytes when the file was opened.</summary>
    public long Length { get; }

    /// <exception cref="WxCloudException">There is no such file, it is a folder, or it cannot be read.</exception>
    public static LocalFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            // Unbuffered: every read is a large one.
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
            return new(path, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw e switch
            {
                _ when Directory.Exists(path) => Error.IsFolder(path),
                FileNotFoundException or DirectoryNotFoundException => Error.FileNotFound(path),
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

    /// <exception cref="WxCloudException">The file is another one now, or has another length or time.</exception>
    public void ThrowIfChanged()
    {
        if (_stream.Length != Length || File.GetLastWriteTimeUtc(Path) != _written)
        {
            throw Error.FileChanged(Path);
        }
    }

    public void Dispose() => _stream.Dispose();
}
