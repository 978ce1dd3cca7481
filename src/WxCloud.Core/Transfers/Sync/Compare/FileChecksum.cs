using System;
using System.Buffers;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Local;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>Reads local files for their checksums.</summary>
internal static class FileChecksum
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>The CRC-64/XZ of a file as an unsigned decimal number.</summary>
    /// <exception cref="WxCloudException">The file cannot be read, or changes meanwhile.</exception>
    public static async Task<string> ReadCrc64Async(string path, CancellationToken cancellationToken)
    {
        using var file = LocalFile.Open(path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var crc = new Crc64();
            while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                crc.Append(buffer.AsSpan(0, count));
            }

            await file.ThrowIfChangedAsync(cancellationToken).ConfigureAwait(false);
            return crc.Value.ToString(CultureInfo.InvariantCulture);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
