using System;
using System.Xml;

namespace WxCloud.Cos;

/// <summary>The XML error body of COS (cloud.tencent.com/document/product/436/7730).</summary>
/// <param name="Code">Such as <c>NoSuchKey</c>.</param>
/// <param name="Message">The storage's words.</param>
/// <param name="RequestId">The id by which support finds the call.</param>
internal sealed record CosError(string? Code, string? Message, string? RequestId)
{
    /// <summary>Reads an error body; <see langword="null"/> when the text is not one.</summary>
    public static CosError? TryParse(string text)
    {
        if (!text.Contains("<Error", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        CosError? error = null;
        try
        {
            using var reader = CosXml.Open(text);
            if (reader.MoveToContent() != XmlNodeType.Element || !IsNamed(reader, "Error"))
            {
                return null;
            }

            error = new(Code: null, Message: null, RequestId: null);
            var name = string.Empty;
            while (reader.Read())
            {
                name = reader is { Depth: 1, NodeType: XmlNodeType.Element } ? reader.LocalName.ToUpperInvariant() : name;
                if (reader is { Depth: 2, NodeType: XmlNodeType.Text or XmlNodeType.CDATA })
                {
                    error = name switch
                    {
                        "CODE" => error with { Code = reader.Value },
                        "MESSAGE" => error with { Message = reader.Value },
                        "REQUESTID" => error with { RequestId = reader.Value },
                        _ => error,
                    };
                }
            }
        }
        catch (XmlException)
        {
            // Truncated or malformed: what was read until then is still used.
        }

        return error;
    }

    private static bool IsNamed(XmlReader reader, string name) => string.Equals(reader.LocalName, name, StringComparison.OrdinalIgnoreCase);
}
