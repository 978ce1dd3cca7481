using Microsoft.AspNetCore.Http;

namespace WxCloud.Emulator.Http;

/// <summary>Details of a request for the log of requests, set by the parts that answer it.</summary>
internal sealed class RequestTrace
{
    /// <summary>True when the connection ended before the reply did.</summary>
    public bool IsCut { get; set; }

    /// <summary>The errcode of a JSON reply or the code of an XML one; null when the request succeeded.</summary>
    public string? Code { get; private set; }

    /// <summary>The id that the reply names; null when it names none.</summary>
    public string? RequestId { get; private set; }

    /// <summary>The JSON body of the request; null when it had none.</summary>
    public byte[]? RequestBody { get; private set; }

    /// <summary>The JSON or XML body of the reply; null when it had none.</summary>
    public byte[]? ReplyBody { get; private set; }

    public static RequestTrace? Of(HttpContext context) => RequestScope.Of(context)?.Trace;

    public void Clear()
    {
        IsCut = false;
        Code = null;
        RequestId = null;
        RequestBody = null;
        ReplyBody = null;
    }

    public void KeepRequest(byte[] body) => RequestBody = body;

    public void KeepReply(byte[] body, string? code, string? requestId)
    {
        ReplyBody = body;
        Code = code;
        RequestId = requestId;
    }
}
