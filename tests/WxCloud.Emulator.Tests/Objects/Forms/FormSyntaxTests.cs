using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.Forms;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Forms;

public sealed class FormSyntaxTests
{
    private static readonly byte[] s_hello = Encoding.UTF8.GetBytes("hello");

    [Fact]
    public async Task The_file_before_the_other_fields_is_malformed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        await RefuseAsync(emulator, ticket, Of(ticket, form => form.File(s_hello), fileFirst: true), "MalformedPOSTRequest");
    }

    [Fact]
    public async Task A_field_after_the_file_is_malformed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        await RefuseAsync(emulator, ticket, Form.Fields(ticket).File(s_hello).Field("success_action_status", "200").End(), "MalformedPOSTRequest");
        var signatureLast = new Form().Field("key", "a.txt").File(s_hello).Field("Signature", ticket.Authorization).End();
        await RefuseAsync(emulator, ticket, signatureLast, "MalformedPOSTRequest");
    }

    [Fact]
    public async Task A_form_without_exactly_one_file_is_malformed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        await RefuseAsync(emulator, ticket, Form.Fields(ticket).End(), "IncorrectNumberOfFilesInPostRequest");
        await RefuseAsync(emulator, ticket, Form.Fields(ticket).File(s_hello).File(s_hello).End(), "IncorrectNumberOfFilesInPostRequest");
    }

    [Theory]
    [InlineData("no part at all")]
    [InlineData("--wxcloud-boundary\r\n")]
    [InlineData("--wxcloud-boundary\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na.txt")]
    [InlineData("--wxcloud-boundary\nContent-Disposition: form-data; name=\"key\"\n\na.txt\n--wxcloud-boundary--\n")]
    [InlineData("--wxcloud-boundary\r\nContent-Type: text/plain\r\n\r\na.txt\r\n--wxcloud-boundary--\r\n")]
    [InlineData("--wxcloud-boundary\r\nContent-Disposition: form-data; name=\"key\r\n\r\na.txt\r\n--wxcloud-boundary--\r\n")]
    [InlineData("--wxcloud-boundaryX\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na.txt\r\n--wxcloud-boundary--\r\n")]
    public async Task A_body_that_is_not_a_form_is_malformed(string body)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        await RefuseAsync(emulator, ticket, new Form().Text(body), "MalformedPOSTRequest");
    }

    [Fact]
    public async Task A_form_without_its_closing_boundary_stores_nothing()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        await RefuseAsync(emulator, ticket, Form.Fields(ticket).File(s_hello), "MalformedPOSTRequest");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"wxcloud-boundary")]
    public async Task A_content_type_without_a_boundary_is_malformed(string contentType)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        using var request = new HttpRequestMessage(HttpMethod.Post, ticket.Url) { Content = new ByteArrayContent(Form.Of(ticket, s_hello).ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        await reply.RefusedAsync(HttpStatusCode.BadRequest, "MalformedPOSTRequest");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=\"wxcloud-boundary\"")]
    [InlineData("Multipart/Form-Data;charset=utf-8;BOUNDARY=wxcloud-boundary")]
    public async Task Boundaries_in_every_spelling_are_accepted(string contentType)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        using var request = new HttpRequestMessage(HttpMethod.Post, ticket.Url) { Content = new ByteArrayContent(Form.Of(ticket, s_hello).ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
    }

    [Theory]
    [InlineData("Content-Disposition: form-data; name=file; filename=a.png")]
    [InlineData("content-disposition:form-data;name=\"file\"")]
    [InlineData("Content-Type: image/png\r\nContent-Disposition: form-data; filename=\"a;\\\"b\\\".png\"; name=\"file\"\r\nContent-Transfer-Encoding: binary")]
    [InlineData("Content-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\a.png\"; filename*=UTF-8''%E6%96%87.png")]
    public async Task Part_headers_in_every_spelling_are_accepted(string head)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        using var reply = await emulator.PostFormAsync(
            ticket.Url, new Form().Text("a preamble\r\n").Text(Encoding.UTF8.GetString(Form.Fields(ticket).Part(head, s_hello).End().ToArray())).Text("an epilogue"));

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal("hello", await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task Line_breaks_and_partial_boundaries_inside_the_file_are_kept()
    {
        await using var emulator = await TestEmulator.StartAsync();
        const string Content = "\r\n--wxcloud-boundar\r\n--\r\n\r--wxcloud-boundary\r\n-";

        var ticket = await emulator.UploadAsync("a.txt", Content);

        Assert.Equal(Content, await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task A_form_may_arrive_byte_by_byte()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        var body = Form.Of(ticket, Encoding.UTF8.GetBytes("a\r\n--wxcloud-bound\r\nb")).ToArray();
        var head = $"POST {new Uri(ticket.Url).PathAndQuery} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=wxcloud-boundary\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n";

        var reply = await emulator.SendRawAsync([Encoding.ASCII.GetBytes(head), .. body.Select(value => new[] { value })]);

        Assert.StartsWith("HTTP/1.1 204", reply, StringComparison.Ordinal);
        Assert.Equal("a\r\n--wxcloud-bound\r\nb", await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32 * 1024)]
    [InlineData((512 * 1024) - 1)]
    [InlineData(512 * 1024)]
    [InlineData(5_000_001)]
    public async Task A_file_of_any_size_comes_back_byte_for_byte(int length)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var content = RandomNumberGenerator.GetBytes(length);

        var ticket = await emulator.UploadAsync("a.bin", content);

        using var reply = await emulator.Client.GetAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation);
        Assert.Equal(content, await reply.Content.ReadAsByteArrayAsync(TestEmulator.Cancellation));
        Assert.Equal(Digests.ETag(content), reply.Header("ETag"));
    }

    [Fact]
    public async Task A_form_may_come_in_chunks()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        using var request = new HttpRequestMessage(HttpMethod.Post, ticket.Url) { Content = Form.Of(ticket, s_hello).ToContent() };
        request.Headers.TransferEncodingChunked = true;

        using var reply = await emulator.Client.SendAsync(request, TestEmulator.Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
    }

    [Fact]
    public async Task A_connection_cut_during_the_form_keeps_the_previous_object()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.UploadAsync("a.txt", "before");
        var body = Form.Of(ticket, new byte[3_000_000]).ToArray();
        var head = $"POST {new Uri(ticket.Url).PathAndQuery} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=wxcloud-boundary\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n";

        using var client = await emulator.ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestEmulator.Cancellation);
        await stream.WriteAsync(body.AsMemory(0, body.Length - 1), TestEmulator.Cancellation);
        client.Client.Shutdown(SocketShutdown.Send);
        await TestEmulator.ReadAsync(stream);

        Assert.Equal("before", await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task A_form_is_complete_only_when_its_body_is()
    {
        const string Closed = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--";
        await using var body = new CutStream(Encoding.ASCII.GetBytes(Closed));
        using var form = new FormReader(body, "b");
        Assert.NotNull(await form.NextPartAsync(TestEmulator.Cancellation));
        await Assert.ThrowsAsync<IOException>(async () => await form.NextPartAsync(TestEmulator.Cancellation));
    }

    [Fact]
    public async Task Fields_are_limited_in_size_and_number()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        var many = new Form();
        foreach (int i in Enumerable.Range(0, 101))
        {
            many.Field($"x-{i}", "");
        }

        await RefuseAsync(emulator, ticket, Form.Fields(ticket).Field("x", new string('x', 70_000)).File(s_hello).End(), "MaxMessageLengthExceeded");
        await RefuseAsync(emulator, ticket, many.End(), "MaxMessageLengthExceeded");
        await RefuseAsync(emulator, ticket, Form.Fields(ticket).Field("key", "a.txt").File(s_hello).End(), "MalformedPOSTRequest");
    }

    private static Form Of(Ticket ticket, Func<Form, Form> addFile, bool fileFirst)
    {
        var form = fileFirst ? addFile(new Form()) : new Form();
        return form.Field("key", ticket.Path).Field("Signature", ticket.Authorization).Field("x-cos-security-token", ticket.Token).End();
    }

    private static async Task RefuseAsync(TestEmulator emulator, Ticket ticket, Form form, string code)
    {
        using var reply = await emulator.PostFormAsync(ticket.Url, form);
        await reply.RefusedAsync(HttpStatusCode.BadRequest, code);
        Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
    }

    /// <summary>A request body whose connection breaks after these bytes.</summary>
    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The connection broke.");
    }
}
