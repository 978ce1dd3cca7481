using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Multipart;

/// <summary>Initiates multipart uploads, receives their parts and aborts them (reference/tencent-cos.md, section 9).</summary>
internal sealed class MultipartUploads(UploadStore uploads, ObjectReceiver receiver, CopyPart copyPart)
{
    private const int MaxPartNumber = 10_000;

    /// <summary>POST <c>?uploads</c>.</summary>
    public async Task InitiateAsync(ObjectExchange exchange)
    {
        exchange.Address.ThrowIfInvalidKey();
        var headers = StoredHeaders.Pick(exchange.Request.Headers);
        var now = receiver.Now;
        var id = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}{RandomNumberGenerator.GetHexString(54, lowercase: true)}");
        uploads.Begin(new UploadRecord(exchange.Address.Bucket, exchange.Address.Key, id, now, headers));
        var result = new XElement(
            "InitiateMultipartUploadResult",
            new XElement("Bucket", exchange.Address.Bucket),
            CosXml.Element("Key", exchange.Address.Key),
            new XElement("UploadId", id));
        await CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, result).ConfigureAwait(false);
    }

    /// <summary>PUT <c>?partNumber&amp;uploadId</c>.</summary>
    public async Task ReceivePartAsync(ObjectExchange exchange)
    {
        var (bucket, key) = (exchange.Address.Bucket, exchange.Address.Key);
        var request = exchange.Request;
        var uploadId = exchange.Target.Query["uploadId"] ?? throw CosErrors.InvalidArgument("The upload id is missing.");
        var number = ReadPartNumber(exchange.Target.Query["partNumber"]);
        if (uploads.Find(bucket, key, uploadId) is null)
        {
            throw CosErrors.NoSuchUpload();
        }

        if (request.Headers.ContainsKey(CopyConditions.SourceHeader))
        {
            await copyPart.HandleAsync(exchange, uploadId, number).ConfigureAwait(false);
            return;
        }

        PutObject.ThrowIfInvalidLength(request);

        var reception = receiver.Begin(exchange, request.Headers.ContentMD5);
        await using (reception.ConfigureAwait(false))
        {
            await reception.ReadAsync(request.Body, exchange.Context.RequestAborted).ConfigureAwait(false);
            var digest = await reception.FinishAsync().ConfigureAwait(false);
            var part = receiver.PartOf(number, reception.Writer, digest);
            if (!uploads.TryAdd(bucket, key, uploadId, part, reception.Writer))
            {
                throw CosErrors.NoSuchUpload();
            }

            exchange.Response.Headers.ETag = ObjectReply.Quote(part.ETag);
            exchange.Response.Headers[ObjectReply.Crc64Header] = part.Crc64.ToString(CultureInfo.InvariantCulture);
            exchange.Answer(StatusCodes.Status200OK);
        }
    }

    /// <summary>DELETE <c>?uploadId</c>.</summary>
    public void Abort(ObjectExchange exchange)
    {
        if (!uploads.Abort(exchange.Address.Bucket, exchange.Address.Key, exchange.Target.Query["uploadId"] ?? string.Empty))
        {
            throw CosErrors.NoSuchUpload();
        }

        exchange.Answer(StatusCodes.Status204NoContent);
    }

    private static int ReadPartNumber(string? text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxPartNumber
            ? number
            : throw CosErrors.InvalidArgument($"Part number must be an integer between 1 and {MaxPartNumber}, inclusive.");
    }
}
