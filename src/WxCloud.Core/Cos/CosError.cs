using System;
using System.IO;
using System.Xml;

namespace WxCloud.Cos;

/// <summary>The XML error body of COS (cloud.tencent.com/document/product/436/7730).</summary>
/// <param name="Code">Such as <c>NoSuchKey</c>.</param>
/// <param name="Message">The storage's words.</param>
/// <param name="RequestId">The id by which support finds the call.</param>
internal sealed record CosError(string? Code, string? Message, string? RequestId)
{
    /// <summary>Reads an error body; <see langword="null"/> when the text is none.</summary>
    public static CosError? TryParse(string text)
    {
        if (!text.Contains("<Error", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // A page from outside: no DTD, no entities, nothing fetched.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        string? code = null, message = null, requestId = null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), settings);
            if (reader.MoveToContent() != XmlNodeType.Element || !IsNamed(reader, "Error"))
            {
                return null;
            }

            reader.Read();
            while (!reader.EOF && reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    reader.Read();
                }
                else if (IsNamed(reader, "Code"))
                {
                    code = reader.ReadElementContentAsString();
                }
                else if (IsNamed(reader, "Message"))
                {
                    message = reader.ReadElementContentAsString();
                }
                else if (IsNamed(reader, "RequestId"))
                {
                    requestId = reader.ReadElementContentAsString();
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (XmlException)
        {
            // Cut short or broken: what was read until then still says more than nothing.
        }

        return new(code, message, requestId);
    }

    private static bool IsNamed(XmlReader reader, string name) => string.Equals(reader.LocalName, name, StringComparison.OrdinalIgnoreCase);
}
