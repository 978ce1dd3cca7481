using System.Net;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Api;

/// <summary>One endpoint of the JSON API.</summary>
internal interface IApiEndpoint
{
    /// <summary>The path without the leading slash, which also names the route in counts and faults.</summary>
    string Path { get; }

    ApiTraits Traits { get; }

    /// <summary>The refusal of a POST, by a call that is a GET.</summary>
    ApiException WrongMethod() => ApiErrors.GetRequired();
}

/// <summary>An endpoint that has its answer at once.</summary>
internal interface IApiCall : IApiEndpoint
{
    /// <exception cref="ApiException">The service refuses.</exception>
    ApiReply Answer(ApiRequest request);
}

/// <summary>An endpoint whose answer takes time.</summary>
internal interface IAsyncApiCall : IApiEndpoint
{
    /// <exception cref="ApiException">The service refuses.</exception>
    Task<ApiReply> AnswerAsync(ApiRequest request);
}

/// <summary>What a call requires of every request before it reads it.</summary>
[System.Flags]
internal enum ApiTraits
{
    /// <summary>A GET, whose parameters stand in the query.</summary>
    None = 0,

    /// <summary>A POST with a JSON object.</summary>
    Post = 1,

    /// <summary>An access token in the query.</summary>
    Token = 2,
}

/// <summary>What a call of the JSON API sees of its request.</summary>
/// <param name="Target">Where the client came to, with the query parameters.</param>
/// <param name="Arguments">The JSON object of the body; holds nothing for a GET.</param>
/// <param name="Caller">The address of the client; null when the connection has none.</param>
internal sealed record ApiRequest(RequestTarget Target, ApiArguments Arguments, IPAddress? Caller);

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

/// <summary>Decides by the query of a request whether it carries a token that works.</summary>
internal interface ITokenGate
{
    /// <exception cref="ApiException">There is no token that works.</exception>
    void ThrowIfUnusable(QueryParameters query);
}

[JsonSerializable(typeof(ApiRefusal))]
internal sealed partial class ApiJson : JsonSerializerContext;
