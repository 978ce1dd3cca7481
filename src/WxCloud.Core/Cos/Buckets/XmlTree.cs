using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace WxCloud.Cos.Buckets;

/// <summary>
/// A small XML reply of COS. Names are compared without regard to case, since pages and real replies differ in it
/// (<c>UploadID</c> and <c>UploadId</c>, <c>Encoding-Type</c> and <c>EncodingType</c>).
/// </summary>
internal sealed class XmlTree
{
    private readonly List<XmlTree> _children = [];

    private XmlTree(string name) => Name = name;

    public string Name { get; }

    /// <summary>The text directly inside; empty when there is none.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>Reads a whole document; <see langword="null"/> when the text is not XML, or is truncated.</summary>
    public static XmlTree? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var reader = CosXml.Open(body);
            return reader.MoveToContent() == XmlNodeType.Element ? Read(reader) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Whether the element has one of these names.</summary>
    public static bool IsNamed(XmlReader reader, string name) => string.Equals(Plain(reader.LocalName), name, StringComparison.OrdinalIgnoreCase);

    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    public IEnumerable<XmlTree> All(string name) => _children.Where(child => child.Is(name));

    /// <summary>The text of the first child of this name; <see langword="null"/> when there is none.</summary>
    public string? Value(string name) => All(name).FirstOrDefault()?.Text;

    private static XmlTree Read(XmlReader reader)
    {
        var tree = new XmlTree(Plain(reader.LocalName));
        if (reader.IsEmptyElement)
        {
            return tree;
        }

        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                tree._children.Add(Read(reader));
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                tree.Text += reader.Value;
            }
        }

        return tree;
    }

    private static string Plain(string name) => name.Replace("-", string.Empty);
}
