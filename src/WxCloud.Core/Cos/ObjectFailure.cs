using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Errors;
using WxCloud.Http;

namespace WxCloud.Cos;

/// <summary>Turns a reply of the object host that is no success into the engine's exception.</summary>
internal static class ObjectFailure
{
    /// <summary>More than any error page that is worth reading.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    public static async Task<WxCloudException> ReadAsync(string item, HttpResponseMessage response, SilenceWatch watch)
    {
        var (text, _) = await ReadTextAsync(response, watch).ConfigureAwait(false);
        return Describe(item, response, CosError.TryParse(text), text);
    }

    /// <summary>The exception for an error body in a reply with a status of success; <see langword="null"/> when the body is not one.</summary>
    public static WxCloudException? InSuccess(string item, HttpResponseMessage response, string text) =>
        CosError.TryParse(text) is { } error ? Describe(item, response, error, text) : null;

    /// <summary>The beginning of a body as text, and whether nothing of it was lost; for an error, its status is sufficient.</summary>
    public static async Task<(string Text, bool IsIntact)> ReadTextAsync(HttpResponseMessage response, SilenceWatch watch)
    {
        var buffer = new byte[MaxErrorBytes];
        var (length, isIntact) = (0, true);
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            int read;
            while (length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length), watch.Token).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !watch.IsCancelled))
        {
            // The page broke off; its status and what came of it still count.
            isIntact = false;
        }

        return (Encoding.UTF8.GetString(buffer, 0, length), isIntact);
    }

    private static WxCloudException Describe(string item, HttpResponseMessage response, CosError? error, string text)
    {
        var status = (int)response.StatusCode;
        var requestId = error?.RequestId ?? response.Header(ReplyHeaders.CosRequestId);
        var failure = status == 404 && error?.Code is null or "NoSuchKey"
            ? Error.ObjectMissing(item)
            : error?.Code == "RequestTimeTooSkewed"
                ? Error.ClockWrong(item, response.Headers.Date)
                : Error.ObjectRefused(item, status, error?.Code, error?.Message, requestId);
        return failure.With(known => known with
        {
            HttpStatus = status,
            RequestId = requestId,
            RetryAfter = RetryAfterHeader.Read(response),
            RetryAdvice = AdviceFor(status, error, text),

            // The path of the URL is the cloud path, which the item names already.
            Origin = response.RequestMessage?.RequestUri?.Authority,
        });
    }

    /// <summary>What can be tried, as the official SDKs do: server errors and slow networks again, expired keys with new ones.</summary>
    private static RetryAdvice AdviceFor(int status, CosError? error, string text) => error?.Code switch
    {
        "RequestTimeout" or "UserNetworkTooSlow" or "InternalError" or "ServiceUnavailable" or "SlowDown" => RetryAdvice.TryAgain,
        "ExpiredToken" or "InvalidAccessKeyId" => RetryAdvice.RenewTicket,
        "AccessDenied" when error.Message?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true => RetryAdvice.RenewTicket,
        _ when status == 403 && text.Contains("CDN_SIGNATURE_EXPIRED", StringComparison.Ordinal) => RetryAdvice.RenewTicket,
        // A CDN that refuses without a reason of COS: its link may have expired.
        null when status is 401 or 403 => RetryAdvice.RenewTicket,
        _ => Error.IsTransient(status) ? RetryAdvice.TryAgain : RetryAdvice.None,
    };
}
