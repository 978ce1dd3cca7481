using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Objects;

/// <summary>XML as the object host reads and writes it: no namespace, and single quotes in the first line.</summary>
internal static class CosXml
{
    public const string ContentType = "application/xml";

    private const string Declaration = "<?xml version='1.0' encoding='utf-8' ?>\n";

    private static readonly XmlReaderSettings s_reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>A time as it is written in bodies: ISO 8601 with milliseconds, which are always 0.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>An element with a text; a text with characters that XML does not allow (control characters) is percent-encoded.</summary>
    public static XElement Element(string name, string text) => new(name, Representable(text));

    /// <summary>The text, or its percent-encoding when it has characters that XML does not allow.</summary>
    public static string Representable(string text)
    {
        return text.All(character => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character)) ? text : PercentEncoding.EncodePath(text);
    }

    /// <summary>The text of the first child of a name, in any namespace; null when there is none.</summary>
    public static string? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    /// <summary>Answers with a document.</summary>
    public static Task WriteAsync(HttpContext context, int status, XElement root)
    {
        var body = Encoding.UTF8.GetBytes(Declaration + root.ToString(SaveOptions.DisableFormatting));
        RequestTrace.Of(context)?.KeepReply(body, root.Element("Code")?.Value, requestId: null);
        return context.Response.SendBodyAsync(status, ContentType, body);
    }

    /// <summary>Answers 200 with a document of any length.</summary>
    public static async Task WriteAsync(HttpContext context, Action<XmlWriter> write)
    {
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes(Declaration));
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize };
        using (var writer = XmlWriter.Create(body, settings))
        {
            write(writer);
        }

        await context.Response.SendBodyAsync(StatusCodes.Status200OK, ContentType, body.GetBuffer().AsMemory(0, (int)body.Length)).ConfigureAwait(false);
    }

    /// <exception cref="CosException">The body is absent or longer than allowed.</exception>
    public static async Task<byte[]> ReadBodyAsync(HttpContext context, int maxLength)
    {
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > maxLength)
            {
                throw CosErrors.XmlTooLarge();
            }
        }

        return body.Length > 0 ? body.ToArray() : throw CosErrors.BodyMissing();
    }

    /// <exception cref="CosException">The body is not XML, or its root has another name.</exception>
    public static XElement Parse(byte[] body, string rootName)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), s_reading);
            var root = XElement.Load(reader);
            return root.Name.LocalName == rootName ? root : throw CosErrors.MalformedXml();
        }
        catch (XmlException)
        {
            throw CosErrors.MalformedXml();
        }
    }
}
