using System.Text;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Objects;

/// <summary>XML as the object host writes it: no namespace, and single quotes in the first line.</summary>
internal static class CosXml
{
    public const string ContentType = "application/xml";

    private const string Declaration = "<?xml version='1.0' encoding='utf-8' ?>\n";

    public static async Task WriteAsync(HttpContext context, int status, XElement root)
    {
        byte[] xml = Encoding.UTF8.GetBytes(Declaration + root);
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = xml.Length;
        await context.Response.Body.WriteAsync(xml, context.RequestAborted).ConfigureAwait(false);
    }
}
