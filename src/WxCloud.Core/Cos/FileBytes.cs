using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;

namespace WxCloud.Cos;

/// <summary>Bytes of a local file for the network: streamed from an offset of the file, and checksummed while they are sent.</summary>
/// <param name="file">The file.</param>
/// <param name="length">How many bytes.</param>
/// <param name="watch">Reset at every step.</param>
/// <param name="progress">Receives the bytes of each step; <see langword="null"/> when progress is off.</param>
internal sealed class FileBytes(LocalFile file, long length, SilenceWatch watch, IProgress<long>? progress)
{
    /// <summary>One buffer a stream, no larger than its bytes: together at most this times the throttle limit.</summary>
    private const int BufferBytes = 1024 * 1024;

    /// <summary>The checksum of what was sent.</summary>
    public Crc64 Checksum { get; } = new();

    /// <summary>The bytes that were sent.</summary>
    public long Sent { get; private set; }

    /// <exception cref="WxCloudException">The file ends before the bytes do.</exception>
    public async Task CopyToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferBytes, Math.Max(1, length)));
        var steps = new SendSteps(watch);
        try
        {
            for (var left = length; left > 0;)
            {
                var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw Error.FileChanged(file.Path);
                }

                Checksum.Append(buffer.AsSpan(0, read));
                left -= read;
                for (var sent = 0; sent < read;)
                {
                    var step = Math.Min(steps.Next, read - sent);
                    await stream.WriteAsync(buffer.AsMemory(sent, step), cancellationToken).ConfigureAwait(false);
                    steps.Advance(step);
                    Sent += step;
                    progress?.Report(step);
                    sent += step;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
