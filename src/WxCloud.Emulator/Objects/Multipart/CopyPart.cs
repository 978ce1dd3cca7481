using System;
using System.Buffers;
using System.Globalization;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Multipart;

/// <summary>PUT <c>?partNumber&amp;uploadId</c> with <c>x-cos-copy-source</c>: a part that is a range of another object.</summary>
internal sealed class CopyPart(EnvironmentCatalog environments, ObjectStore store, ObjectReceiver receiver)
{
    private const string RangeHeader = "x-cos-copy-source-range";
    private const int BufferLength = 256 * 1024;

    /// <exception cref="CosException">There is no such source, range or upload, or a condition is not met.</exception>
    public async Task HandleAsync(ObjectExchange exchange, string uploadId, int number)
    {
        var source = CopySource.Read(exchange, environments);
        var (record, content) = store.Open(source.Bucket, source.Key) ?? throw CosErrors.NoSuchKey();
        using (content)
        {
            CopyConditions.ThrowIfNotMet(exchange.Request.Headers, record);
            var range = ReadRange(exchange.Request.Headers[RangeHeader].ToString(), record.Length);
            var writer = store.BeginWrite(range.Length, ObjectReceiver.MaxLength);
            await using (writer.ConfigureAwait(false))
            {
                await CopyAsync(content, range, writer).ConfigureAwait(false);
                var part = receiver.PartOf(number, writer, await writer.CompleteAsync().ConfigureAwait(false));
                if (!store.Uploads.TryAdd(exchange.Address.Bucket, exchange.Address.Key, uploadId, part, writer))
                {
                    throw CosErrors.NoSuchUpload();
                }

                var result = new XElement(
                    "CopyPartResult", new XElement("ETag", ObjectReply.Quote(part.ETag)), new XElement("LastModified", CosXml.Time(part.LastModified)));
                exchange.Response.Headers[ObjectReply.Crc64Header] = part.Crc64.ToString(CultureInfo.InvariantCulture);
                await CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, result).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Unlike that of a GET, the range must be inside the object and have both ends.</summary>
    private static ByteRange ReadRange(string text, long length)
    {
        if (text.Length == 0)
        {
            return new ByteRange(0, length);
        }

        return text.Replace("bytes=", string.Empty, StringComparison.Ordinal).Split('-') is [var first, var last]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && start <= end
            ? end < length ? new ByteRange(start, end - start + 1) : throw CosErrors.RangeNotSatisfiable(length)
            : throw CosErrors.InvalidArgument($"{RangeHeader} must be bytes=first-last.");
    }

    private static async Task CopyAsync(IBlobReader content, ByteRange range, ObjectWriter writer)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var end = range.Start + range.Length;
            int count;
            for (var position = range.Start; position < end; position += count)
            {
                count = content.Read(position, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - position)));
                if (count == 0)
                {
                    throw new System.IO.EndOfStreamException("The blob is shorter than the length in its record.");
                }

                await writer.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
