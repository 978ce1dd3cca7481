using System;
using System.Collections.Generic;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>One request as the log keeps it: raw, with its secrets; all output is masked by <see cref="SecretMask"/>.</summary>
internal sealed class LoggedRequest
{
    private const string RequestIdHeader = "x-cos-request-id";

    private LoggedRequest(HttpContext context, RequestTrace trace, string route, DateTimeOffset time, TimeSpan elapsed)
    {
        var request = context.Request;
        var response = context.Response;
        Time = time;
        Method = request.Method;
        Route = route;
        Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Status = trace.IsCut ? 0 : response.StatusCode;
        Elapsed = elapsed;
        RequestLength = request.ContentLength;
        ReplyLength = response.ContentLength;
        RequestHeaders = Copy(request.Headers);
        ReplyHeaders = Copy(response.Headers);
        Fault = context.Features.Get<Fault>() is { } fault ? FaultKinds.NameOf(fault.Kind) : null;
        Code = trace.Code;
        RequestId = trace.RequestId ?? (response.Headers.TryGetValue(RequestIdHeader, out var id) ? id.ToString() : null);
        RequestBody = trace.RequestBody;
        ReplyBody = trace.ReplyBody;
    }

    /// <summary>The position in the log, from 1 on; 0 until it is added.</summary>
    public long Id { get; set; }

    public DateTimeOffset Time { get; }

    public string Method { get; }

    public string Route { get; }

    /// <summary>Path and query as they were received.</summary>
    public string Target { get; }

    /// <summary>The HTTP status; 0 when the connection ended before the reply did.</summary>
    public int Status { get; }

    /// <summary>The errcode or the code of an XML error; null for a success.</summary>
    public string? Code { get; }

    public string? RequestId { get; }

    public TimeSpan Elapsed { get; }

    /// <summary>The bytes of the bodies as their headers announce them; null when they do not.</summary>
    public long? RequestLength { get; }

    public long? ReplyLength { get; }

    /// <summary>The kind of fault that was applied; null for none.</summary>
    public string? Fault { get; }

    public KeyValuePair<string, string>[] RequestHeaders { get; }

    public KeyValuePair<string, string>[] ReplyHeaders { get; }

    public byte[]? RequestBody { get; private set; }

    public byte[]? ReplyBody { get; private set; }

    public long BodyBytes => (RequestBody?.Length ?? 0) + (ReplyBody?.Length ?? 0);

    public static LoggedRequest Of(HttpContext context, RequestTrace trace, string route, DateTimeOffset time, TimeSpan elapsed) => new(context, trace, route, time, elapsed);

    public void DropBodies()
    {
        RequestBody = null;
        ReplyBody = null;
    }

    private static KeyValuePair<string, string>[] Copy(IHeaderDictionary headers)
    {
        var copy = new KeyValuePair<string, string>[headers.Count];
        var i = 0;
        foreach (var header in headers)
        {
            copy[i++] = new(header.Key, header.Value.ToString());
        }

        return copy;
    }
}
