using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
#if NET
using System.Threading;
#endif

namespace WxCloud.Cos;

/// <summary>One part of a local file as the body of a request.</summary>
internal sealed class PartBody : HttpContent
{
    private readonly LocalFile _file;
    private readonly FileBytes _bytes;
    private readonly long _length;
    private readonly SilenceWatch _watch;

    /// <param name="path">The local file, which is opened here and closed with the body.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="fileLength">The length that the whole file had when the upload began.</param>
    /// <param name="watch">Reset at every step.</param>
    /// <param name="progress">Receives the bytes of each step; <see langword="null"/> when progress is off.</param>
    /// <exception cref="WxCloudException">The file cannot be read, or has another length now.</exception>
    public PartBody(string path, long offset, long length, long fileLength, SilenceWatch watch, IProgress<long>? progress)
    {
        _file = LocalFile.Open(path);
        if (_file.Length != fileLength)
        {
            _file.Dispose();
            throw Error.FileChanged(path);
        }

        _file.Seek(offset);
        _bytes = new(_file, length, watch, progress);
        _length = length;
        _watch = watch;
    }

    /// <summary>The checksum of what was sent.</summary>
    public ulong Checksum => _bytes.Checksum.Value;

    /// <summary>The bytes that were sent, also when the request failed.</summary>
    public long Sent => _bytes.Sent;

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _bytes.CopyToAsync(stream, _watch.Token);

#if NET
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _bytes.CopyToAsync(stream, cancellationToken);
#endif

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
