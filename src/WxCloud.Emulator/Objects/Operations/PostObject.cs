using System;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Forms;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The form post: it creates an object from the part <c>file</c>, which must be the last.</summary>
/// <param name="receiver">Receives the object.</param>
/// <param name="authorization">Decides what a form may do.</param>
/// <param name="sharedBuckets">The environments whose forms name cloud paths instead of keys; null when forms name keys.</param>
internal sealed class PostObject(ObjectReceiver receiver, FormAuthorization authorization, EnvironmentCatalog? sharedBuckets)
{
    public async Task HandleAsync(ObjectExchange exchange)
    {
        var aborted = exchange.Context.RequestAborted;
        var boundary = MediaType.Boundary(exchange.Request.ContentType) ?? throw CosErrors.MalformedForm();
        using var form = new FormReader(exchange.Request.Body, boundary);
        var fields = new FormFields();
        var file = await fields.ReadAsync(form, aborted).ConfigureAwait(false) ?? throw CosErrors.WrongNumberOfFiles();

        // A form without a key usually has it after the file, the most common mistake.
        var key = fields["key"] ?? throw CosErrors.MalformedForm();
        key = key.Replace("${filename}", BaseName(file.FileName), StringComparison.Ordinal);
        if (exchange.Address.Key.Length > 0 && sharedBuckets?.FindByBucket(exchange.Address.Bucket) is { } environment)
        {
            key = environment.KeyOf(key);
        }

        ThrowIfElsewhere(exchange.Address, key);
        var grant = authorization.Authorize(fields, exchange.Address, key);
        if (grant is null)
        {
            await ThrowIfMorePartsAsync(form, aborted).ConfigureAwait(false);
            throw CosErrors.AccessDenied();
        }

        var record = await ReceiveAsync(exchange, form, fields, key, grant).ConfigureAwait(false);
        exchange.Response.SetChecksums(exchange.AsSeen(record));
        exchange.Response.Headers.Location = exchange.Location(key);
        await AnswerAsync(exchange, fields, record).ConfigureAwait(false);
    }

    /// <summary>A form is sent to the bucket or, as with upload tickets, to the URL of the object that it creates.</summary>
    private static void ThrowIfElsewhere(ObjectAddress address, string key)
    {
        ObjectAddress.ThrowIfInvalidKey(key);
        if (address.Key.Length > 0 && address.Key != key)
        {
            throw CosErrors.MethodNotAllowed();
        }
    }

    private static string BaseName(string? fileName)
    {
        return fileName is null ? string.Empty : fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    /// <summary>Reads to the end of the form.</summary>
    /// <exception cref="CosException">There is another part after the file.</exception>
    private static async ValueTask ThrowIfMorePartsAsync(FormReader form, CancellationToken aborted)
    {
        if (await form.NextPartAsync(aborted).ConfigureAwait(false) is { } part)
        {
            throw part.Name == "file" ? CosErrors.WrongNumberOfFiles() : CosErrors.MalformedForm();
        }
    }

    private static async Task AnswerAsync(ObjectExchange exchange, FormFields fields, ObjectRecord record)
    {
        if (Uri.TryCreate(fields["success_action_redirect"], UriKind.Absolute, out Uri? redirect))
        {
            var query = $"bucket={PercentEncoding.Encode(record.Bucket)}&key={PercentEncoding.Encode(record.Key)}"
                + $"&etag={PercentEncoding.Encode(ObjectReply.Quote(record.ETag))}";
            exchange.Response.Headers.Location = redirect.AbsoluteUri + (redirect.Query.Length == 0 ? "?" : "&") + query;
            exchange.Answer(StatusCodes.Status303SeeOther);
            return;
        }

        switch (fields["success_action_status"])
        {
            case "200":
                exchange.Answer(StatusCodes.Status200OK);
                break;
            case "201":
                var created = new XElement(
                    "PostResponse",
                    CosXml.Element("Location", exchange.Response.Headers.Location.ToString()),
                    CosXml.Element("Bucket", record.Bucket),
                    CosXml.Element("Key", record.Key),
                    CosXml.Element("ETag", ObjectReply.Quote(record.ETag)));
                await CosXml.WriteAsync(exchange.Context, StatusCodes.Status201Created, created).ConfigureAwait(false);
                break;
            default:
                exchange.Answer(StatusCodes.Status204NoContent);
                break;
        }
    }

    private async Task<ObjectRecord> ReceiveAsync(ObjectExchange exchange, FormReader form, FormFields fields, string key, FormPermission grant)
    {
        var aborted = exchange.Context.RequestAborted;
        var headers = StoredHeaders.Pick(fields);
        var reception = receiver.Begin(exchange, fields["Content-MD5"], grant.MaxLength);
        await using (reception.ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> piece;
            while (!(piece = await form.ReadAsync(aborted).ConfigureAwait(false)).IsEmpty)
            {
                await reception.WriteAsync(piece).ConfigureAwait(false);
            }

            await ThrowIfMorePartsAsync(form, aborted).ConfigureAwait(false);
            var digest = await reception.FinishAsync(grant.MinLength).ConfigureAwait(false);
            return receiver.Commit(reception, digest, exchange.Address.Bucket, key, headers);
        }
    }
}
