using System.Text.Json.Serialization;

namespace WxCloud.Emulator.Api;

/// <summary>A JSON answer; it is written with the names of its properties in snake case.</summary>
internal abstract record ApiReply;

/// <summary>A refusal.</summary>
internal sealed record ApiRefusal(int Errcode, string Errmsg) : ApiReply;

/// <summary>An answer of <c>tcb/*</c>, which carries <c>errcode</c> 0 on success.</summary>
internal abstract record CloudReply : ApiReply
{
    [JsonPropertyOrder(-2)]
    public int Errcode => 0;

    [JsonPropertyOrder(-1)]
    public string Errmsg => "ok";
}
