using System;
using System.Globalization;
using System.Threading.Tasks;
using System.Xml;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Listing;

/// <summary>GET of a bucket: a page of its objects, as COS writes it (reference/tencent-cos.md, section 8) or in the list type 2 of S3.</summary>
internal sealed class ListObjects(ObjectStore store)
{
    public Task HandleAsync(ObjectExchange exchange)
    {
        var query = exchange.Target.Query;
        var parameters = new ListParameters(query);
        if (exchange.Refusal(parameters.Prefix) is { } refusal)
        {
            throw refusal;
        }

        return query["list-type"] switch
        {
            null or "1" => ListAsync(exchange, parameters, query["marker"] ?? string.Empty),
            "2" => ListType2Async(exchange, parameters),
            var other => throw CosErrors.InvalidArgument($"{other} is not a list type."),
        };
    }

    private Task ListAsync(ObjectExchange exchange, ListParameters parameters, string marker)
    {
        var limit = parameters.ReadLimit("max-keys");
        var page = store.List(exchange.Address.Bucket, new ObjectQuery(parameters.Prefix, parameters.Delimiter, marker, limit));
        return CosXml.WriteAsync(exchange.Context, xml =>
        {
            WriteStart(xml, exchange, parameters, limit);
            parameters.WriteName(xml, "Marker", marker);
            xml.WriteElementString("IsTruncated", page.Last is null ? "false" : "true");
            if (page.Last is { } last)
            {
                parameters.WriteName(xml, "NextMarker", last);
            }

            parameters.WriteEntries(xml, page, withOwner: true);
            xml.WriteEndElement();
        });
    }

    private Task ListType2Async(ObjectExchange exchange, ListParameters parameters)
    {
        var query = exchange.Target.Query;
        var token = query["continuation-token"];
        var startAfter = query["start-after"] ?? string.Empty;
        var limit = parameters.ReadLimit("max-keys");
        var page = store.List(
            exchange.Address.Bucket,
            new ObjectQuery(parameters.Prefix, parameters.Delimiter, token is null ? startAfter : ReadToken(token), limit));
        return CosXml.WriteAsync(exchange.Context, xml =>
        {
            WriteStart(xml, exchange, parameters, limit);
            xml.WriteElementString("KeyCount", (page.Objects.Count + page.Prefixes.Count).ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("IsTruncated", page.Last is null ? "false" : "true");
            if (startAfter.Length > 0)
            {
                parameters.WriteName(xml, "StartAfter", startAfter);
            }

            if (token is not null)
            {
                xml.WriteElementString("ContinuationToken", token);
            }

            if (page.Last is { } last)
            {
                xml.WriteElementString("NextContinuationToken", WriteToken(last));
            }

            parameters.WriteEntries(xml, page, withOwner: query["fetch-owner"] == "true");
            xml.WriteEndElement();
        });
    }

    private static void WriteStart(XmlWriter xml, ObjectExchange exchange, ListParameters parameters, int limit)
    {
        xml.WriteStartElement("ListBucketResult");
        xml.WriteElementString("Name", exchange.Address.Bucket);
        parameters.WriteEncodingAndDelimiter(xml);
        parameters.WriteName(xml, "Prefix", parameters.Prefix);
        xml.WriteElementString("MaxKeys", limit.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Tokens are encoded, so that clients do not use keys in their place.</summary>
    private static string WriteToken(string last) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(last));

    private static string ReadToken(string token)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw CosErrors.InvalidArgument("The continuation token is invalid.");
        }
    }
}
