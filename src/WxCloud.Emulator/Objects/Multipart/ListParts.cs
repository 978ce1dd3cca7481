using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.Listing;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Multipart;

/// <summary>GET <c>?uploadId</c>: a page of the received parts.</summary>
internal sealed class ListParts(UploadStore uploads)
{
    public Task HandleAsync(ObjectExchange exchange)
    {
        var query = exchange.Target.Query;
        var parameters = new ListParameters(query);
        var limit = parameters.ReadLimit("max-parts");
        var marker = ReadMarker(query["part-number-marker"]);
        var upload = uploads.Find(exchange.Address.Bucket, exchange.Address.Key, query["uploadId"] ?? string.Empty) ?? throw CosErrors.NoSuchUpload();
        var (parts, isTruncated) = EntryPage<PartRecord>.Take(upload.Parts.Where(part => part.Number > marker), limit);
        return CosXml.WriteAsync(exchange.Context, xml =>
        {
            xml.WriteStartElement("ListPartsResult");
            xml.WriteElementString("Bucket", upload.Record.Bucket);
            parameters.WriteEncodingAndDelimiter(xml);
            parameters.WriteName(xml, "Key", upload.Record.Key);
            xml.WriteElementString("UploadId", upload.Record.UploadId);
            ListParameters.WriteOwner(xml, "Initiator");
            ListParameters.WriteOwner(xml, "Owner");
            xml.WriteElementString("PartNumberMarker", marker.ToString(CultureInfo.InvariantCulture));
            if (isTruncated)
            {
                xml.WriteElementString("NextPartNumberMarker", parts[^1].Number.ToString(CultureInfo.InvariantCulture));
            }

            xml.WriteElementString("StorageClass", ListParameters.StorageClassOf(upload.Record.Headers.TryGetValue(ObjectRecord.StorageClassHeader, out var stored) ? stored : null));
            xml.WriteElementString("MaxParts", limit.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("IsTruncated", isTruncated ? "true" : "false");
            foreach (var part in parts)
            {
                xml.WriteStartElement("Part");
                xml.WriteElementString("PartNumber", part.Number.ToString(CultureInfo.InvariantCulture));
                xml.WriteElementString("LastModified", CosXml.Time(part.LastModified));
                xml.WriteElementString("ETag", ObjectReply.Quote(part.ETag));
                xml.WriteElementString("Size", part.Length.ToString(CultureInfo.InvariantCulture));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
    }

    private static int ReadMarker(string? text)
    {
        return string.IsNullOrEmpty(text) ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var marker) ? marker
            : throw CosErrors.InvalidArgument("part-number-marker must be a number.");
    }
}
