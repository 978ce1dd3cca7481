using System.Buffers;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>A form body, written part by part as a test needs it.</summary>
internal sealed class Form(string boundary = "wxcloud-boundary")
{
    private readonly ArrayBufferWriter<byte> _body = new();

    public string ContentType { get; init; } = $"multipart/form-data; boundary={boundary}";

    /// <summary>The form of an upload ticket, in the order of the documentation.</summary>
    public static Form Of(Ticket ticket, byte[] content)
    {
        return Fields(ticket).File(content).End();
    }

    public static Form Fields(Ticket ticket)
    {
        return new Form()
            .Field("key", ticket.Path)
            .Field("Signature", ticket.Authorization)
            .Field("x-cos-security-token", ticket.Token)
            .Field("x-cos-meta-fileid", ticket.CosFileId);
    }

    public Form Field(string name, string value) => Part($"Content-Disposition: form-data; name=\"{name}\"", Encoding.UTF8.GetBytes(value));

    public Form Fields(IEnumerable<KeyValuePair<string, string>> fields)
    {
        foreach ((string name, string value) in fields)
        {
            Field(name, value);
        }

        return this;
    }

    public Form File(byte[] content, string fileName = "a.bin")
    {
        return Part($"Content-Disposition: form-data; name=\"file\"; filename=\"{fileName}\"\r\nContent-Type: image/png", content);
    }

    public Form Part(string head, byte[] content)
    {
        _body.Write(Encoding.UTF8.GetBytes($"--{boundary}\r\n{head}\r\n\r\n"));
        _body.Write(content);
        _body.Write("\r\n"u8);
        return this;
    }

    public Form Text(string text)
    {
        _body.Write(Encoding.UTF8.GetBytes(text));
        return this;
    }

    public Form End() => Text($"--{boundary}--\r\n");

    public byte[] ToArray() => _body.WrittenSpan.ToArray();

    public ByteArrayContent ToContent()
    {
        var content = new ByteArrayContent(ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        return content;
    }
}
