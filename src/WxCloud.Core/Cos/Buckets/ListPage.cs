using System;
using System.Collections.Generic;
using System.Globalization;
using System.Xml;
using WxCloud.Errors;

namespace WxCloud.Cos.Buckets;

/// <summary>One page of a listing (cloud.tencent.com/document/product/436/7734).</summary>
/// <param name="Objects">The objects, in the order of their keys.</param>
/// <param name="Folders">The prefixes up to the delimiter, each ending with it.</param>
/// <param name="NextMarker">Where the next page begins; <see langword="null"/> when this is the last one.</param>
internal sealed record ListPage(IReadOnlyList<ObjectSummary> Objects, IReadOnlyList<string> Folders, string? NextMarker)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="WxCloudException">The reply is cut short, or is no listing.</exception>
    public static ListPage Parse(ReadOnlyMemory<byte> body)
    {
        var parser = new Parser();
        try
        {
            using var reader = CosXml.Open(body);
            if (reader.MoveToContent() != XmlNodeType.Element || !XmlTree.IsNamed(reader, "ListBucketResult"))
            {
                throw Error.NotAnAnswer("object:LIST", "ListBucketResult");
            }

            parser.Read(reader);
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException)
        {
            throw Error.NotAnAnswer("object:LIST", "ListBucketResult");
        }

        return parser.ToPage();
    }

    private sealed class Parser
    {
        private readonly List<ObjectSummary> _objects = [];
        private readonly List<string> _folders = [];
        private bool _isEncoded;
        private bool? _isTruncated;
        private string? _nextMarker;

        public void Read(XmlReader reader)
        {
            if (reader.IsEmptyElement)
            {
                return;
            }

            reader.Read();
            while (reader.NodeType != XmlNodeType.EndElement)
            {
                switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : null)
                {
                    case "Contents":
                        ReadObject(reader);
                        break;
                    case "CommonPrefixes" or "CommonPrefixs":
                        ReadFolder(reader);
                        break;
                    case "EncodingType" or "Encoding-Type" or "Encoding-type":
                        _isEncoded = string.Equals(reader.ReadElementContentAsString(), "url", StringComparison.OrdinalIgnoreCase);
                        break;
                    case "IsTruncated":
                        _isTruncated = bool.Parse(reader.ReadElementContentAsString());
                        break;
                    case "NextMarker":
                        _nextMarker = reader.ReadElementContentAsString();
                        break;
                    case null when reader.EOF:
                        throw new XmlException();
                    case null:
                        reader.Read();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        public ListPage ToPage()
        {
            if (_isTruncated is not { } isTruncated)
            {
                throw Error.NotAnAnswer("object:LIST", "IsTruncated");
            }

            // EncodingType may follow the keys, so names are decoded at the end.
            List<ObjectSummary> objects = _isEncoded ? _objects.ConvertAll(static item => item with { Key = Decode(item.Key) }) : _objects;
            List<string> folders = _isEncoded ? _folders.ConvertAll(Decode) : _folders;
            return new(objects, folders, isTruncated ? NextMarker(objects, folders) : null);
        }

        /// <summary>Some servers name no marker where the last name of the page is meant.</summary>
        private string NextMarker(List<ObjectSummary> objects, List<string> folders)
        {
            if (!string.IsNullOrEmpty(_nextMarker))
            {
                return _isEncoded ? Decode(_nextMarker!) : _nextMarker!;
            }

            var lastKey = objects.Count > 0 ? objects[objects.Count - 1].Key : null;
            var lastFolder = folders.Count > 0 ? folders[folders.Count - 1] : null;
            return (KeyOrder.Instance.Compare(lastKey, lastFolder) >= 0 ? lastKey : lastFolder) ?? throw Error.NotAnAnswer("object:LIST", "NextMarker");
        }

        private void ReadObject(XmlReader reader)
        {
            string? key = null, etag = null;
            long? length = null;
            DateTimeOffset? lastModified = null;
            ForEachChild(reader, name =>
            {
                switch (name)
                {
                    case "Key":
                        key = reader.ReadElementContentAsString();
                        break;
                    case "Size":
                        length = long.Parse(reader.ReadElementContentAsString(), NumberStyles.None, CultureInfo.InvariantCulture);
                        break;
                    case "ETag":
                        etag = reader.ReadElementContentAsString().Trim('"');
                        break;
                    case "LastModified":
                        lastModified = DateTimeOffset.Parse(reader.ReadElementContentAsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            });
            _objects.Add(new(
                key ?? throw Error.NotAnAnswer("object:LIST", "Key"),
                length ?? throw Error.NotAnAnswer("object:LIST", "Size"),
                string.IsNullOrEmpty(etag) ? null : etag,
                lastModified));
        }

        private void ReadFolder(XmlReader reader) => ForEachChild(reader, name =>
        {
            if (name == "Prefix")
            {
                _folders.Add(reader.ReadElementContentAsString());
            }
            else
            {
                reader.Skip();
            }
        });

        private static void ForEachChild(XmlReader reader, Action<string> read)
        {
            if (reader.IsEmptyElement)
            {
                reader.Read();
                return;
            }

            reader.Read();
            while (reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    read(reader.LocalName);
                }
                else if (!reader.Read())
                {
                    throw new XmlException();
                }
            }

            reader.Read();
        }

        private static string Decode(string name) => name.Contains('%') ? Uri.UnescapeDataString(name) : name;
    }
}
