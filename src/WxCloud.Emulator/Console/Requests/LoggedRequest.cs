using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>One request as it was logged: raw, with its secrets; all output is masked by <see cref="SecretMask"/>.</summary>
/// <param name="Id">The position in the log, from 1 on.</param>
/// <param name="Time">When it came in.</param>
/// <param name="Elapsed">Until its reply was sent.</param>
/// <param name="Status">The HTTP status; 0 when the connection ended before the reply did.</param>
/// <param name="RequestLength">The bytes of the body of the request as its headers announce them; null when they do not.</param>
/// <param name="ReplyLength">The bytes of the body of the reply as its headers announce them; null when they do not.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route that it was counted under.</param>
/// <param name="Target">Path and query as they were received.</param>
/// <param name="Code">The errcode or the code of an XML error; null for a success.</param>
/// <param name="RequestId">The id that the reply names; null when it names none.</param>
/// <param name="Fault">The kind of fault that was applied; null for none.</param>
/// <param name="RequestHeaders">The headers of the request.</param>
/// <param name="ReplyHeaders">The headers of the reply.</param>
/// <param name="RequestBody">The JSON body of the request; null when it had none, or when it was dropped to save memory.</param>
/// <param name="ReplyBody">The JSON or XML body of the reply; null when it had none, or when it was dropped to save memory.</param>
internal sealed record LoggedRequest(
    long Id,
    DateTimeOffset Time,
    TimeSpan Elapsed,
    int Status,
    long? RequestLength,
    long? ReplyLength,
    string Method,
    string Route,
    string Target,
    string? Code,
    string? RequestId,
    string? Fault,
    IReadOnlyList<KeyValuePair<string, string>> RequestHeaders,
    IReadOnlyList<KeyValuePair<string, string>> ReplyHeaders,
    byte[]? RequestBody,
    byte[]? ReplyBody);
