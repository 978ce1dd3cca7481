using System;
using System.IO;
using System.Xml;

namespace WxCloud.Cos;

/// <summary>
/// Opens the XML of COS. While it works, COS sends white space, which XML does not allow before its declaration
/// (cloud.tencent.com/document/product/436/7742).
/// </summary>
internal static class CosXml
{
    private static readonly char[] s_padding = [' ', '\t', '\r', '\n', '\uFEFF'];

    /// <summary>XML from outside: no DTD, no entities, nothing fetched.</summary>
    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        CheckCharacters = false,
    };

    public static XmlReader Open(string text) => XmlReader.Create(new StringReader(text.TrimStart(s_padding)), s_settings);

    public static XmlReader Open(ReadOnlyMemory<byte> body)
    {
        var start = 0;
        while (start < body.Length && body.Span[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        return XmlReader.Create(new MemoryStream(body.Slice(start).ToArray(), writable: false), s_settings);
    }
}
