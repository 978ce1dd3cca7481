using System;
using System.Buffers;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;

namespace WxCloud.Transfers.Migrations;

/// <summary>Fetches the result of an export from its link. The local file appears when every byte is there and its checksum is right.</summary>
internal sealed class ExportedFile(ObjectClient objects, RetryPolicy retry)
{
    private const int BufferBytes = 128 * 1024;

    /// <exception cref="WxCloudException">The file could not be fetched or written.</exception>
    public async Task FetchAsync(string link, string cloudPath, string localPath, bool overwrites, CancellationToken cancellationToken)
    {
        var uri = LinkUri.Parse(link, cloudPath);
        using var partial = PartialFile.Open(localPath);
        var length = await retry.RunAsync(async token => await SaveAsync(uri, localPath, partial, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        partial.Commit(length, overwrites);
    }

    private async Task<long> SaveAsync(Uri uri, string localPath, PartialFile partial, CancellationToken cancellationToken)
    {
        using var reply = await objects.OpenAsync(localPath, uri, range: null, ifMatch: null, cancellationToken).ConfigureAwait(false);
        var checksum = new Crc64();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var length = 0L;
        try
        {
            int read;
            while ((read = await reply.ReadAsync(buffer.AsMemory(0, BufferBytes)).ConfigureAwait(false)) > 0)
            {
                partial.WriteAt(length, buffer, read);
                checksum.Append(buffer.AsSpan(0, read));
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (reply.BodyLength is { } expected && expected != length)
        {
            throw Error.Truncated(localPath, length, expected);
        }

        return reply.Crc64 is { } theirs && theirs != checksum.Value.ToString(CultureInfo.InvariantCulture) ? throw Error.ChecksumMismatch(localPath, "CRC64") : length;
    }
}
