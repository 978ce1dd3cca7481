using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Objects;

/// <summary>XML as the object host writes it: no namespace, and single quotes in the first line.</summary>
internal static class CosXml
{
    public const string ContentType = "application/xml";

    private const string Declaration = "<?xml version='1.0' encoding='utf-8' ?>\n";

    /// <summary>An element with a text; one that XML cannot hold (control characters) is percent-encoded.</summary>
    public static XElement Element(string name, string text)
    {
        return new XElement(name, text.All(character => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character)) ? text : PercentEncoding.EncodePath(text));
    }

    /// <summary>Answers with a document.</summary>
    public static Task WriteAsync(HttpContext context, int status, XElement root)
    {
        return context.Response.SendBodyAsync(status, ContentType, Encoding.UTF8.GetBytes(Declaration + root));
    }
}
