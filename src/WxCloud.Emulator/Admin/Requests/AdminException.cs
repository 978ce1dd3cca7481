using System;

namespace WxCloud.Emulator.Admin.Requests;

/// <summary>A refusal of the <c>/admin</c> face: HTTP 200 with <c>code</c> and <c>message</c>.</summary>
internal sealed class AdminException(string code, string message) : Exception(message)
{
    public string Code => code;
}
