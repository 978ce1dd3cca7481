using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Multipart;

/// <summary>POST <c>?uploadId</c>: creates an object from the parts that the body lists.</summary>
internal sealed class CompleteUpload(UploadStore uploads, ObjectReceiver receiver)
{
    /// <summary>The minimum length in bytes of every part but the last.</summary>
    public const int MinPartLength = 1024 * 1024;

    private const int MaxBodyLength = 8 * 1024 * 1024;
    private const int ETagLength = 16;

    public async Task HandleAsync(ObjectExchange exchange)
    {
        var body = await CosXml.ReadBodyAsync(exchange.Context, MaxBodyLength).ConfigureAwait(false);
        var listed = ReadParts(CosXml.Parse(body, "CompleteMultipartUpload"));
        var record = uploads.Complete(
            exchange.Address.Bucket,
            exchange.Address.Key,
            exchange.Target.Query["uploadId"] ?? string.Empty,
            upload => Compose(upload, listed, receiver.Now, Fault.Of(exchange.Context, FaultKind.Corrupt) is not null),
            exchange.MayReplace) ?? throw CosErrors.NoSuchUpload();

        var seen = exchange.AsSeen(record);
        exchange.Response.Headers[ObjectReply.Crc64Header] = seen.Crc64.ToString(CultureInfo.InvariantCulture);
        var result = new XElement(
            "CompleteMultipartUploadResult",
            CosXml.Element("Location", exchange.Location(record.Key)),
            new XElement("Bucket", record.Bucket),
            CosXml.Element("Key", record.Key),
            new XElement("ETag", ObjectReply.Quote(seen.ETag)));
        await CosXml.WriteAsync(exchange.Context, StatusCodes.Status200OK, result).ConfigureAwait(false);
    }

    private static List<(int Number, string ETag)> ReadParts(XElement request)
    {
        List<(int Number, string ETag)> parts = [];
        foreach (var element in request.Elements().Where(element => element.Name.LocalName == "Part"))
        {
            if (!int.TryParse(CosXml.Child(element, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || CosXml.Child(element, "ETag") is not { } etag)
            {
                throw CosErrors.MalformedXml();
            }

            parts.Add((number, etag.Trim().Trim('"')));
        }

        return parts.Count > 0 ? parts : throw CosErrors.MalformedXml();
    }

    private static ObjectRecord Compose(MultipartUpload upload, List<(int Number, string ETag)> listed, DateTimeOffset now, bool isCorrupted)
    {
        if (listed.Zip(listed.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
        {
            throw CosErrors.InvalidPartOrder();
        }

        var received = upload.Parts.ToDictionary(part => part.Number);
        List<PartRecord> parts = new(listed.Count);
        foreach (var (number, etag) in listed)
        {
            // By the page of the service, gaps between the numbers are an InvalidPart.
            if (number != parts.Count + 1 || !received.TryGetValue(number, out var part) || !part.ETag.Equals(etag, StringComparison.OrdinalIgnoreCase))
            {
                throw CosErrors.InvalidPart();
            }

            parts.Add(part);
        }

        if (parts.Take(parts.Count - 1).Any(part => part.Length < MinPartLength))
        {
            throw CosErrors.EntityTooSmall();
        }

        if (isCorrupted)
        {
            // All parts are right, and the object is not.
            parts.Reverse();
        }

        var record = upload.Record;
        var crc64 = parts.Aggregate(0UL, (crc, part) => Crc64.Combine(crc, part.Crc64, part.Length));
        return new ObjectRecord(
            record.Bucket,
            record.Key,
            BlobId: string.Empty,
            parts.Sum(part => part.Length),
            ETagOf(parts),
            crc64,
            now,
            record.Headers,
            [.. parts.Select(part => new BlobSegment(part.BlobId, part.Length))]);
    }

    /// <summary>In the service's samples the hex digits are not the MD5 of the parts' MD5s, so they are not here either.</summary>
    private static string ETagOf(List<PartRecord> parts)
    {
        var digits = Convert.ToHexStringLower(KeyedDigest.Compute("multipart", ETagLength, string.Concat(parts.Select(part => part.ETag))));
        return string.Create(CultureInfo.InvariantCulture, $"{digits}-{parts.Count}");
    }
}
