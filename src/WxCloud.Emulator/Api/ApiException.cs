using System;

namespace WxCloud.Emulator.Api;

/// <summary>A refusal of the JSON API: HTTP 200 with a non-zero <c>errcode</c>.</summary>
internal sealed class ApiException(int errcode, string errmsg) : Exception(errmsg)
{
    public int Errcode => errcode;
}
