using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Forms;

public sealed class TicketFormTests
{
    private static readonly byte[] s_hello = Encoding.UTF8.GetBytes("hello");

    [Fact]
    public async Task A_file_is_stored_and_its_checksums_are_returned()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("目录/a b.txt");

        using var reply = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, s_hello));

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", reply.Header("ETag"));
        Assert.Equal("11177612005948864433", reply.Header("x-cos-hash-crc64ecma"));
        Assert.Equal("tencent-cos", reply.Header("Server"));
        Assert.Equal("Tue, 05 Mar 2024 06:07:08 GMT", reply.Header("Date"));
        Assert.Equal(ticket.Url, reply.Header("Location"));
        Assert.NotEmpty(reply.Header("x-cos-request-id"));
        Assert.Equal("", await reply.TextAsync());
        Assert.Equal("hello", await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task A_ticket_creates_nothing_by_itself()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var ticket = await emulator.TicketAsync("a.txt");

        Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
    }

    [Fact]
    public async Task A_second_upload_replaces_the_first()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.UploadAsync("a.txt", "first, and longer");

        var ticket = await emulator.UploadAsync("a.txt", "second");

        Assert.Equal("second", await emulator.Client.GetStringAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation));
    }

    [Fact]
    public async Task Fields_may_come_in_any_order_and_in_any_case_before_the_file()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        var form = new Form()
            .Field("signature", ticket.Authorization)
            .Field("X-Cos-Security-Token", ticket.Token)
            .Field("x-cos-meta-fileid", ticket.CosFileId)
            .Field("key", "a.txt")
            .File(s_hello)
            .End();

        using var reply = await emulator.PostFormAsync(ticket.Url, form);

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal(0, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
    }

    [Fact]
    public async Task A_ticket_is_valid_for_900_seconds()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        emulator.Time.Advance(900);
        using var inTime = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, s_hello));
        emulator.Time.Advance(1);
        using var late = await emulator.PostFormAsync(ticket.Url, Form.Of(ticket, s_hello));

        Assert.Equal(HttpStatusCode.NoContent, inTime.StatusCode);
        var error = await late.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal("Request has expired", error.Element("Message")!.Value);
    }

    public static TheoryData<string, string, HttpStatusCode, string> SpoiltFields => new()
    {
        { "Signature", "q-sign-algorithm=sha1", HttpStatusCode.Forbidden, "SignatureDoesNotMatch" },
        { "Signature", "0", HttpStatusCode.Forbidden, "SignatureDoesNotMatch" },
        { "key", "b.txt", HttpStatusCode.MethodNotAllowed, "MethodNotAllowed" },
        { "x-cos-security-token", "other", HttpStatusCode.Forbidden, "AccessDenied" },
    };

    [Theory]
    [MemberData(nameof(SpoiltFields))]
    public async Task A_ticket_with_an_altered_field_is_refused_and_stores_nothing(string field, string value, HttpStatusCode status, string code)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        var fields = FieldsOf(ticket);
        fields[field] = value == "0" ? ticket.Authorization[..^1] + (ticket.Authorization[^1] == '0' ? '1' : '0') : value;

        using var reply = await emulator.PostFormAsync(ticket.Url, new Form().Fields(fields).File(s_hello).End());

        await reply.RefusedAsync(status, code);
        Assert.Equal(1, (await emulator.DownloadEntryAsync(ticket.FileId)).Number("status"));
    }

    [Theory]
    [InlineData("Signature")]
    [InlineData("x-cos-security-token")]
    public async Task A_ticket_without_one_of_its_secrets_is_refused(string field)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        var fields = FieldsOf(ticket);
        fields.Remove(field);

        using var reply = await emulator.PostFormAsync(ticket.Url, new Form().Fields(fields).File(s_hello).End());

        await reply.RefusedAsync(HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Fact]
    public async Task A_ticket_of_one_path_is_refused_for_another()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        var other = await emulator.TicketAsync("b.txt");

        using var reply = await emulator.PostFormAsync(other.Url, Form.Of(ticket with { Path = "b.txt" }, s_hello));

        await reply.RefusedAsync(HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bm9uc2Vuc2U=")]
    public async Task Without_fileID_metadata_a_file_is_stored_but_its_fileID_is_not_found(string? fileId)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");
        var fields = FieldsOf(ticket);
        fields.Remove("x-cos-meta-fileid");
        if (fileId is not null)
        {
            fields["x-cos-meta-fileid"] = fileId;
        }

        using var reply = await emulator.PostFormAsync(ticket.Url, new Form().Fields(fields).File(s_hello).End());

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        var entry = await emulator.DownloadEntryAsync(ticket.FileId);
        Assert.Equal((1, "", "STORAGE_FILE_NONEXIST"), (entry.Number("status"), entry.Text("download_url"), entry.Text("errmsg")));
        using var stored = await emulator.SendSignedAsync(HttpMethod.Get, "a.txt");
        Assert.Equal("hello", await stored.TextAsync());
    }

    [Theory]
    [InlineData("200", HttpStatusCode.OK)]
    [InlineData("201", HttpStatusCode.Created)]
    [InlineData("204", HttpStatusCode.NoContent)]
    [InlineData("418", HttpStatusCode.NoContent)]
    public async Task success_action_status_chooses_the_status(string status, HttpStatusCode expected)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        using var reply = await emulator.PostFormAsync(
            ticket.Url, Form.Fields(ticket).Field("success_action_status", status).File(s_hello).End());

        Assert.Equal(expected, reply.StatusCode);
        var body = await reply.TextAsync();
        Assert.Equal(expected == HttpStatusCode.Created, body.Contains("<Key>a.txt</Key>", StringComparison.Ordinal));
        Assert.DoesNotContain("<Error>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task success_action_redirect_answers_with_a_redirect()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        using var reply = await emulator.PostFormAsync(
            ticket.Url,
            Form.Fields(ticket).Field("success_action_redirect", "https://my.website/done").Field("success_action_status", "200").File(s_hello).End());

        Assert.Equal(HttpStatusCode.SeeOther, reply.StatusCode);
        Assert.Equal(
            "https://my.website/done?bucket=6c6f-local-env-1250000000&key=a.txt&etag=%225d41402abc4b2a76b9719d911017c592%22",
            reply.Header("Location"));
    }

    [Fact]
    public async Task The_content_type_is_that_of_the_form_field_and_not_of_the_file_part()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var plain = await emulator.UploadAsync("plain", "hello");
        var ticket = await emulator.TicketAsync("typed");
        using var reply = await emulator.PostFormAsync(
            ticket.Url, Form.Fields(ticket).Field("Content-Type", "text/css").Field("x-cos-meta-colour", "蓝").File(s_hello).End());

        using var untyped = await emulator.Client.GetAsync(await emulator.LinkAsync(plain.FileId), TestEmulator.Cancellation);
        using var typed = await emulator.Client.GetAsync(await emulator.LinkAsync(ticket.FileId), TestEmulator.Cancellation);

        Assert.Equal("application/octet-stream", untyped.Header("Content-Type"));
        Assert.Equal("text/css", typed.Header("Content-Type"));
        Assert.Equal("蓝", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(typed.Header("x-cos-meta-colour"))));
    }

    [Fact]
    public async Task Content_MD5_is_compared_with_the_file()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var ticket = await emulator.TicketAsync("a.txt");

        using var right = await PostWithMd5Async(emulator, ticket, Convert.ToBase64String(Digests.Md5(s_hello)));
        using var wrong = await PostWithMd5Async(emulator, ticket, Convert.ToBase64String(Digests.Md5([])));
        using var nonsense = await PostWithMd5Async(emulator, ticket, "nonsense");

        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        await wrong.RefusedAsync(HttpStatusCode.BadRequest, "BadDigest");
        await nonsense.RefusedAsync(HttpStatusCode.BadRequest, "InvalidDigest");
    }

    private static Task<HttpResponseMessage> PostWithMd5Async(TestEmulator emulator, Ticket ticket, string md5)
    {
        return emulator.PostFormAsync(ticket.Url, Form.Fields(ticket).Field("Content-MD5", md5).File(s_hello).End());
    }

    private static Dictionary<string, string> FieldsOf(Ticket ticket) => new()
    {
        ["key"] = ticket.Path,
        ["Signature"] = ticket.Authorization,
        ["x-cos-security-token"] = ticket.Token,
        ["x-cos-meta-fileid"] = ticket.CosFileId,
    };
}
