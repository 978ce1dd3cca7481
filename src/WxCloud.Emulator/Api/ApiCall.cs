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

/// <summary>An endpoint that answers synchronously.</summary>
internal interface IApiCall : IApiEndpoint
{
    /// <exception cref="ApiException">The service refuses.</exception>
    ApiReply Answer(ApiRequest request);
}

/// <summary>A call under another path, with the same request and reply.</summary>
internal sealed class ForwardedCall(string path, IApiCall call) : IApiCall
{
    public string Path => path;

    public ApiTraits Traits => call.Traits;

    public ApiReply Answer(ApiRequest request) => call.Answer(request);
}

/// <summary>An endpoint that answers asynchronously.</summary>
internal interface IAsyncApiCall : IApiEndpoint
{
    /// <exception cref="ApiException">The service refuses.</exception>
    Task<ApiReply> AnswerAsync(ApiRequest request);
}

/// <summary>The requirements of a call, checked before its arguments are read.</summary>
[System.Flags]
internal enum ApiTraits
{
    /// <summary>A GET, whose parameters are in the query.</summary>
    None = 0,

    /// <summary>A POST with a JSON object.</summary>
    Post = 1,

    /// <summary>An access token in the query.</summary>
    Token = 2,
}

/// <summary>The parts of a request that a call of the JSON API uses.</summary>
/// <param name="Target">The address that the client used, with the query parameters.</param>
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

/// <summary>Decides by the query of a request whether it has a valid token.</summary>
internal interface ITokenGate
{
    /// <exception cref="ApiException">There is no valid token.</exception>
    void ThrowIfUnusable(QueryParameters query);
}

[JsonSerializable(typeof(ApiRefusal))]
internal sealed partial class ApiJson : JsonSerializerContext;
