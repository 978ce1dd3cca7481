using System;
using System.Text.RegularExpressions;
using WxCloud.Errors;
using WxCloud.Secrets;

namespace WxCloud.Api;

/// <summary>Turns an errcode and its errmsg into the engine's exception.</summary>
internal static class ServiceFailure
{
    /// <summary>The service's own are a line; a gateway may put a page there.</summary>
    private const int MaxErrmsg = 1000;

    /// <summary>That of a failed function may hold a stack, which is read out of it.</summary>
    private const int MaxFunctionErrmsg = 5000;

    /// <summary>
    /// The request id at the end of an errmsg, in the shapes that were seen:
    /// <c>rid: a-b-c</c>, <c>, rid: a-b-c</c>, <c>hint: [id]</c>, <c>, hints: [ req_id: id ]</c>.
    /// </summary>
    private static readonly Regex s_requestId = new(
        @"[,;]?\s*(?:rid:\s*(?<id>[0-9A-Za-z_-]+)|hints?:\s*\[\s*(?:req_id:\s*)?(?<id>[^\s\]]+)\s*\])\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <summary><c>invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist</c> (errcode 40164).</summary>
    private static readonly Regex s_ip = new(
        @"\bip\s+(?<ip>[0-9A-Fa-f:.]*[0-9A-Fa-f])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <param name="what">The call or the item that failed.</param>
    /// <param name="errcode">The errcode of a reply or the status of one item.</param>
    /// <param name="errmsg">The service's own words, with the request id still inside.</param>
    /// <param name="requestId">A request id from elsewhere, used when the errmsg holds none.</param>
    /// <param name="httpStatus">The status of the reply.</param>
    public static WxCloudException FromErrcode(string what, int errcode, string? errmsg, string? requestId, int httpStatus) =>
        // An unknown environment has no errcode of its own: the reply is -501007 "[100003] env not exists".
        Make(errmsg?.Contains("env not exists") == true ? ServiceErrors.Find(-501005) : ServiceErrors.Find(errcode, errmsg), what, errcode, errmsg, requestId, httpStatus);

    /// <summary>The failure of one item of a list.</summary>
    public static WxCloudException FromItemStatus(string item, int status, string? errmsg) =>
        Make(ServiceErrors.Find(status, errmsg), item, status, errmsg, requestId: null, httpStatus: 200);

    /// <summary>The same failure, seen from a call that exchanges secrets for tokens: there 40001 means the secret.</summary>
    public static WxCloudException AtTokenCall(WxCloudException error) =>
        error.RetryAdvice == RetryAdvice.RenewToken
            ? Make(ServiceErrors.Find(40125), error.Target!, error.Errcode!.Value, error.Errmsg, error.RequestId, error.HttpStatus!.Value)
            : error;

    private static WxCloudException Make(ServiceError meaning, string what, int errcode, string? errmsg, string? requestId, int httpStatus)
    {
        var limit = meaning.Category == WxCloudErrorCategory.InvalidResult ? MaxFunctionErrmsg : MaxErrmsg;
        errmsg = errmsg is null ? null : Sanitiser.Clean(errmsg.Length <= limit ? errmsg : errmsg.Substring(0, limit));
        var match = s_requestId.Match(errmsg ?? string.Empty);
        var said = match.Success ? errmsg!.Substring(0, match.Index) : errmsg;
        var id = match.Success ? match.Groups["id"].Value : requestId;
        var ip = s_ip.Match(said ?? string.Empty).Groups["ip"].Value;
        return Error.Make(meaning.Reason, meaning.Category, what, said, errcode, id is null ? null : $", request {id}", ip) with
        {
            Errcode = errcode,
            Errmsg = said,
            RequestId = id,
            HttpStatus = httpStatus,
            RetryAdvice = meaning.RetryAdvice,
            Stage = meaning.Stage,
            IsFatal = meaning.IsFatal,
        };
    }
}
