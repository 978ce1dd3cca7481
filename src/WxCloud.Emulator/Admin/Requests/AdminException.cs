using System;

namespace WxCloud.Emulator.Admin.Requests;

/// <summary>A refusal of <c>/admin</c>: HTTP 200 with <c>code</c> and <c>message</c>.</summary>
internal sealed class AdminException(string code, string message) : Exception(message)
{
    public string Code => code;
}
