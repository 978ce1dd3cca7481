using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>Assertions about replies.</summary>
internal static class Replies
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static int Number(this JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>The error code; 0 when the reply has none.</summary>
    public static int Errcode(this JsonElement json) => json.TryGetProperty("errcode", out var errcode) ? errcode.GetInt32() : 0;

    public static string Header(this HttpResponseMessage reply, string name)
    {
        return reply.Headers.NonValidated.TryGetValues(name, out var values) || reply.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.Single()
            : string.Empty;
    }

    public static Task<string> TextAsync(this HttpResponseMessage reply) => reply.Content.ReadAsStringAsync(TestEmulator.Cancellation);

    /// <summary>The XML of a success.</summary>
    public static async Task<XElement> XmlAsync(this HttpResponseMessage reply)
    {
        var text = await reply.TextAsync();
        Assert.True(reply.StatusCode == HttpStatusCode.OK, $"{reply.StatusCode}: {text}");
        Assert.Equal("application/xml", reply.Header("Content-Type"));
        return XDocument.Parse(text).Root!;
    }

    /// <summary>The texts of the elements of a name, at any depth.</summary>
    public static string[] Texts(this XElement xml, string name) => [.. xml.Descendants(name).Select(element => element.Value)];

    /// <summary>Verifies a refusal of the object host.</summary>
    public static async Task<XElement> RefusedAsync(this HttpResponseMessage reply, HttpStatusCode status, string code)
    {
        var text = await reply.TextAsync();
        Assert.True(text.StartsWith("<?xml", System.StringComparison.Ordinal), $"{reply.StatusCode}: '{text}' is no XML.");
        var error = XDocument.Parse(text).Root!;
        Assert.Equal((code, status), (error.Element("Code")!.Value, reply.StatusCode));
        Assert.Equal("application/xml", reply.Header("Content-Type"));
        Assert.Equal(reply.Header("x-cos-request-id"), error.Element("RequestId")!.Value);
        return error;
    }
}
