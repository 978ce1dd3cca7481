using System;
using System.Globalization;
using System.Linq;
using System.Xml;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Listing;

/// <summary>The parameters of all listings, and the writing of names in their replies.</summary>
internal sealed class ListParameters
{
    private const int MaxLimit = 1000;

    private readonly QueryParameters _query;

    /// <exception cref="CosException">The delimiter or the encoding is not supported by the service.</exception>
    public ListParameters(QueryParameters query)
    {
        _query = query;
        Prefix = query["prefix"] ?? string.Empty;
        Delimiter = query["delimiter"] ?? string.Empty;
        if (Delimiter.EnumerateRunes().Count() > 1)
        {
            throw CosErrors.InvalidDelimiter();
        }

        EncodesNames = query["encoding-type"] switch
        {
            null or "" => false,
            "url" => true,
            var other => throw CosErrors.InvalidArgument($"{other} is not an encoding type."),
        };
    }

    public string Prefix { get; }

    /// <summary>One character, or empty for none.</summary>
    public string Delimiter { get; }

    /// <summary>True when names in the reply are percent-encoded.</summary>
    public bool EncodesNames { get; }

    /// <summary>A number of entries.</summary>
    /// <exception cref="CosException">It is not 1 to 1000.</exception>
    public int ReadLimit(string name)
    {
        return _query[name] is not { Length: > 0 } text ? MaxLimit
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit
            : throw CosErrors.InvalidArgument($"{name} must be 1 to {MaxLimit}.");
    }

    /// <summary>Writes a key, a prefix or a marker; an empty one as an empty element.</summary>
    public void WriteName(XmlWriter xml, string element, string name)
    {
        xml.WriteElementString(element, EncodesNames ? PercentEncoding.EncodePath(name) : CosXml.Representable(name));
    }

    /// <summary>Writes the elements for the encoding and the delimiter, when requested.</summary>
    public void WriteEncodingAndDelimiter(XmlWriter xml)
    {
        if (EncodesNames)
        {
            xml.WriteElementString("EncodingType", "url");
        }

        if (Delimiter.Length > 0)
        {
            WriteName(xml, "Delimiter", Delimiter);
        }
    }

    public static void WriteOwner(XmlWriter xml, string element)
    {
        xml.WriteStartElement(element);
        xml.WriteElementString("ID", CloudEnvironment.OwnerAppId);
        xml.WriteElementString("DisplayName", CloudEnvironment.OwnerAppId);
        xml.WriteEndElement();
    }

    public static string StorageClassOf(string? stored) => stored ?? "STANDARD";

    /// <summary>Writes the objects and then the prefixes of a page.</summary>
    public void WriteEntries(XmlWriter xml, ObjectPage page, bool withOwner)
    {
        foreach (var record in page.Objects)
        {
            xml.WriteStartElement("Contents");
            WriteName(xml, "Key", record.Key);
            xml.WriteElementString("LastModified", CosXml.Time(record.LastModified));
            xml.WriteElementString("ETag", $"\"{record.ETag}\"");
            xml.WriteElementString("Size", record.Length.ToString(CultureInfo.InvariantCulture));
            if (withOwner)
            {
                WriteOwner(xml, "Owner");
            }

            xml.WriteElementString("StorageClass", StorageClassOf(record.Header(ObjectRecord.StorageClassHeader)));
            xml.WriteEndElement();
        }

        foreach (var prefix in page.Prefixes)
        {
            WritePrefix(xml, prefix);
        }
    }

    public void WritePrefix(XmlWriter xml, string prefix)
    {
        xml.WriteStartElement("CommonPrefixes");
        WriteName(xml, "Prefix", prefix);
        xml.WriteEndElement();
    }
}
