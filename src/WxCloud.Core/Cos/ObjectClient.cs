using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;

namespace WxCloud.Cos;

/// <summary>Moves the bytes of one object: the form post of an upload ticket, and reads through a temporary URL.</summary>
internal sealed class ObjectClient(HttpTransport transport)
{
    /// <summary>From here on an upload waits for the go-ahead, so that a refusal costs no bandwidth; below, that wait would cost more.</summary>
    private const long ExpectContinueFrom = 1024 * 1024;

    private const int MaxRedirects = 5;

    private volatile bool _isExpectRefused;

    /// <summary>
    /// In a shared bucket it is not documented whether a form names the key or the cloud path. The key comes first: where it decides what
    /// is stored, the cloud path would store the file outside the environment's part of the bucket.
    /// </summary>
    private volatile bool _isCloudPathExpected;

    /// <summary>Posts a file with its ticket. Fields and their order: the upload notes of
    /// developers.weixin.qq.com/minigame/dev/wxcloud/reference-http-api/storage/uploadFile.html.</summary>
    /// <exception cref="WxCloudException">The storage refused or did not confirm it.</exception>
    public async Task<UploadReceipt> PostAsync(
        UploadTicket ticket,
        LocalFile file,
        string contentType,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var expectsContinue = file.Length >= ExpectContinueFrom && !_isExpectRefused;
        var namesCloudPath = _isCloudPathExpected;
        using var watch = transport.Watch(cancellationToken);
        using var body = new FormBody(
            [
                new("key", namesCloudPath ? ticket.CloudPath : ticket.Key),
                new("Signature", ticket.Authorization.Reveal()),
                new("x-cos-security-token", ticket.SecurityToken.Reveal()),
                new("x-cos-meta-fileid", ticket.CosFileId),
                new("Content-Type", contentType),
            ],
            "file",
            FileNameFor(ticket.CloudPath),
            contentType,
            file,
            watch,
            progress);
        using var request = new HttpRequestMessage(HttpMethod.Post, ticket.Url) { Content = body };
        request.Headers.ExpectContinue = expectsContinue;
        using var response = await ExchangeAsync(request, watch).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var failure = await ObjectFailure.ReadAsync(file.Path, response, watch).ConfigureAwait(false);
            if (expectsContinue && response.StatusCode == HttpStatusCode.ExpectationFailed)
            {
                // Some proxies refuse the header itself (RFC 9110, section 15.5.18): the next try goes without it.
                _isExpectRefused = true;
                throw failure.With(static known => known with { RetryAdvice = RetryAdvice.TryAgain });
            }

            if (ticket.Key != ticket.CloudPath
                && response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed
                && failure.RetryAdvice == RetryAdvice.None)
            {
                _isCloudPathExpected = !namesCloudPath;
                throw failure.With(static known => known with { RetryAdvice = RetryAdvice.TryOnceMore });
            }

            throw failure;
        }

        await ThrowIfNotConfirmedAsync(file.Path, response, watch).ConfigureAwait(false);
        return new(
            response.Headers.ETag?.Tag.Trim('"'),
            body.Checksum.Value.ToString(CultureInfo.InvariantCulture),
            response.Crc64);
    }

    /// <summary>Opens an object for reading, from a place on.</summary>
    /// <param name="item">What errors are about.</param>
    /// <param name="uri">The temporary URL.</param>
    /// <param name="range">The part that is wanted; <see langword="null"/> for all of it.</param>
    /// <param name="ifMatch">The ETag that the object must still have for a range, with its quotes.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="WxCloudException">The storage did not give it.</exception>
    public Task<ObjectReply> OpenAsync(string item, Uri uri, ByteRange? range, string? ifMatch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, item, uri, range, ifMatch, cancellationToken);

    /// <summary>The head of an object, without its bytes.</summary>
    /// <exception cref="WxCloudException">The storage did not answer it.</exception>
    public async Task<ObjectReply> ProbeAsync(string item, Uri uri, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Head, item, uri, range: null, ifMatch: null, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.HttpStatus is 204 or 400 or 403 or 405 or 501)
        {
            // Some links allow GET but not HEAD.
            return await SendAsync(HttpMethod.Get, item, uri, new ByteRange(0, 0), ifMatch: null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ObjectReply> SendAsync(
        HttpMethod method,
        string item,
        Uri uri,
        ByteRange? range,
        string? ifMatch,
        CancellationToken cancellationToken)
    {
        var watch = transport.Watch(cancellationToken);
        try
        {
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using var request = MakeRequest(method, uri, range, ifMatch);
                var response = await ExchangeAsync(request, watch).ConfigureAwait(false);
                if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
                {
                    return Accept(item, range, new(uri, response, watch));
                }

                using (response)
                {
                    // 202 and 203 are a success of something else: a gateway's page, or a file that a proxy changed.
                    if (response.IsSuccessStatusCode)
                    {
                        throw Error.NotDelivered(item, (int)response.StatusCode);
                    }

                    // A link contains its own authorization, so no credential is sent to another host.
                    if (Redirects.Target(uri, response) is not { } target)
                    {
                        throw await ObjectFailure.ReadAsync(item, response, watch).ConfigureAwait(false);
                    }

                    uri = target;
                }
            }

            throw Error.TooManyRedirects(uri.Host);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>An address from a reply that may not be opened is bad for its own item alone.</summary>
    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, SilenceWatch watch)
    {
        try
        {
            return await transport.SendAsync(request, watch).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (e.IsFatal)
        {
            throw e.OfOneItem();
        }
    }

    /// <summary>A server may ignore a range and send the whole object; a part that was not requested is never used as the object.</summary>
    private static ObjectReply Accept(string item, ByteRange? asked, ObjectReply reply)
    {
        if (!reply.IsPartial || (asked is { } range && reply.IsExactly(range)))
        {
            return reply;
        }

        var got = reply.ContentRange;
        reply.Dispose();
        throw Error.OtherRange(item, asked?.ToString() ?? "bytes 0-", got, (int)HttpStatusCode.PartialContent);
    }

    private static HttpRequestMessage MakeRequest(HttpMethod method, Uri uri, ByteRange? range, string? ifMatch)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (range is { } wanted)
        {
            request.Headers.Range = new RangeHeaderValue(wanted.From, wanted.To);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return request;
    }

    /// <summary>COS answers 204, or 200 and 201 on request; an error page of a gateway may have status 200 as well.</summary>
    private static async Task ThrowIfNotConfirmedAsync(string item, HttpResponseMessage response, SilenceWatch watch)
    {
        var (text, isIntact) = await ObjectFailure.ReadTextAsync(response, watch).ConfigureAwait(false);
        if (ObjectFailure.InSuccess(item, response, text) is { } error)
        {
            throw error;
        }

        var status = (int)response.StatusCode;
        var isSigned = response.Headers.ETag is not null || response.Header(ReplyHeaders.CosRequestId) is not null;

        // The lost end of a body may have been an error.
        if (status != 204 && !(status is 200 or 201 && isSigned && isIntact))
        {
            throw Error.UploadNotConfirmed(item, status);
        }
    }

    /// <summary>COS replaces <c>${filename}</c> in a key by this name; for a key that contains it literally, the file name contains it too.</summary>
    private static string FileNameFor(string cloudPath) =>
        cloudPath.Contains("${filename}", StringComparison.Ordinal) ? "${filename}" : CloudPath.NameOf(cloudPath);
}
