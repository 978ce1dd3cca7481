using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Text;
using WxCloud.Cos;
using WxCloud.Local;

namespace WxCloud.Backups.Format;

/// <summary>
/// Writes a file line by line, with count, length and checksum. The file appears under its name when it is complete and on the disk;
/// until then the previous one stays.
/// </summary>
internal sealed class LineFileWriter : IDisposable
{
    /// <summary>The extension of a file until it is complete.</summary>
    public const string UnfinishedExtension = ".new";

    private const int BufferBytes = 128 * 1024;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly Crc64 _crc = new();
    private bool _isCommitted;

    private LineFileWriter(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;
    }

    /// <summary>The lines so far.</summary>
    public long Count { get; private set; }

    /// <summary>The bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>The CRC-64/XZ of the bytes so far as an unsigned decimal number.</summary>
    public string Crc64 => _crc.Value.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="WxCloudException">The file cannot be created.</exception>
    public static LineFileWriter Create(string path) =>
        new(path, Guarded(path, () => new FileStream(path + UnfinishedExtension, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes)));

    /// <summary>Appends a line.</summary>
    /// <exception cref="WxCloudException">The file cannot be written.</exception>
    public void Write(string line)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length) + 1);
        try
        {
            var count = Encoding.UTF8.GetBytes(line, 0, line.Length, buffer, 0);
            buffer[count++] = (byte)'\n';
            Guarded(_path, () =>
            {
                _stream.Write(buffer, 0, count);
                return true;
            });
            _crc.Append(buffer.AsSpan(0, count));
            Length += count;
            Count++;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="WxCloudException">The file cannot be written or renamed.</exception>
    public void Commit() => Guarded(_path, () =>
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_path + UnfinishedExtension, _path, overwrite: true);
        return _isCommitted = true;
    });

    public void Dispose()
    {
        if (_isCommitted)
        {
            return;
        }

        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // The disk is full, which was reported when a line was written.
        }

        File.Delete(_path + UnfinishedExtension);
    }

    private static T Guarded<T>(string path, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (DiskFailure.Describe(path, e) is { } error)
        {
            throw error;
        }
    }
}
