using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using System.Xml;
using WxCloud.Emulator.Objects.Listing;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Multipart;

/// <summary>GET <c>?uploads</c> of a bucket: a page of the unfinished uploads.</summary>
internal sealed class ListUploads(UploadStore uploads)
{
    public Task HandleAsync(ObjectExchange exchange)
    {
        var query = exchange.Target.Query;
        var parameters = new ListParameters(query);
        if (exchange.Refusal(parameters.Prefix) is { } refusal)
        {
            throw refusal;
        }

        var limit = parameters.ReadLimit("max-uploads");
        var keyMarker = query["key-marker"] ?? string.Empty;
        var uploadIdMarker = query["upload-id-marker"] ?? string.Empty;
        var selection = new ObjectQuery(parameters.Prefix, parameters.Delimiter, keyMarker, limit);
        var (entries, isTruncated) = EntryPage<(string Name, UploadRecord? Upload)>.Take(Entries(exchange.Address.Bucket, selection, uploadIdMarker), limit);
        return CosXml.WriteAsync(exchange.Context, xml =>
        {
            xml.WriteStartElement("ListMultipartUploadsResult");
            xml.WriteElementString("Bucket", exchange.Address.Bucket);
            parameters.WriteEncodingAndDelimiter(xml);
            parameters.WriteName(xml, "KeyMarker", keyMarker);
            xml.WriteElementString("UploadIdMarker", uploadIdMarker);
            if (isTruncated)
            {
                parameters.WriteName(xml, "NextKeyMarker", entries[^1].Name);
                xml.WriteElementString("NextUploadIdMarker", entries[^1].Upload?.UploadId ?? string.Empty);
            }

            xml.WriteElementString("MaxUploads", limit.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("IsTruncated", isTruncated ? "true" : "false");
            parameters.WriteName(xml, "Prefix", parameters.Prefix);
            foreach (var (name, upload) in entries)
            {
                Write(xml, parameters, name, upload);
            }

            xml.WriteEndElement();
        });
    }

    private static void Write(XmlWriter xml, ListParameters parameters, string name, UploadRecord? upload)
    {
        if (upload is null)
        {
            parameters.WritePrefix(xml, name);
            return;
        }

        xml.WriteStartElement("Upload");
        parameters.WriteName(xml, "Key", upload.Key);
        xml.WriteElementString("UploadId", upload.UploadId);
        xml.WriteElementString("StorageClass", ListParameters.StorageClassOf(upload.Headers.GetValueOrDefault(ObjectRecord.StorageClassHeader)));
        ListParameters.WriteOwner(xml, "Initiator");
        ListParameters.WriteOwner(xml, "Owner");
        xml.WriteElementString("Initiated", CosXml.Time(upload.Initiated));
        xml.WriteEndElement();
    }

    /// <summary>The uploads and the rolled-up prefixes after the markers. The id marker is used only together with a key marker.</summary>
    private IEnumerable<(string Name, UploadRecord? Upload)> Entries(string bucket, ObjectQuery selection, string uploadIdMarker)
    {
        var rolledUp = string.Empty;
        foreach (var upload in uploads.List(bucket).Where(upload => upload.Key.StartsWith(selection.Prefix, StringComparison.Ordinal)))
        {
            var order = selection.After.Length == 0 ? 1 : KeyOrder.Compare(upload.Key, selection.After);
            if (order < 0 || (order == 0 && (uploadIdMarker.Length == 0 || string.CompareOrdinal(upload.UploadId, uploadIdMarker) <= 0)))
            {
                continue;
            }

            if (selection.RollUp(upload.Key) is not { } prefix)
            {
                yield return (upload.Key, upload);
            }
            else if (prefix != rolledUp && KeyOrder.Compare(prefix, selection.After) > 0)
            {
                yield return (rolledUp = prefix, null);
            }
        }
    }
}
