namespace WxCloud.Emulator.Api;

/// <summary>One endpoint of the JSON API.</summary>
internal interface IApiCall
{
    /// <summary>The path without the leading slash, which also names the route in counts and faults.</summary>
    string Path { get; }

    ApiTraits Traits { get; }

    /// <exception cref="ApiException">The service refuses.</exception>
    ApiReply Answer(ApiRequest request);
}

/// <summary>What a call demands of every request before it looks at it.</summary>
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
