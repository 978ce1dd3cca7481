using System.Net;
using WxCloud.Emulator.Hosting;

namespace WxCloud.Emulator.Api;

/// <summary>What a call of the JSON API sees of its request.</summary>
/// <param name="Target">Where the client came to, with the query parameters.</param>
/// <param name="Arguments">The JSON object of the body; holds nothing for a GET.</param>
/// <param name="Caller">The address of the client; null when the connection has none.</param>
internal sealed record ApiRequest(RequestTarget Target, ApiArguments Arguments, IPAddress? Caller);
