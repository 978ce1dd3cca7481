using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The query parameters by which a signed GET sets headers of its own reply.</summary>
internal static class ResponseOverrides
{
    private const string Prefix = "response-";

    private static readonly Dictionary<string, string> s_headers = new(StringComparer.Ordinal)
    {
        ["response-cache-control"] = "Cache-Control",
        ["response-content-disposition"] = "Content-Disposition",
        ["response-content-encoding"] = "Content-Encoding",
        ["response-content-language"] = "Content-Language",
        ["response-content-type"] = "Content-Type",
        ["response-expires"] = "Expires",
    };

    public static IReadOnlyDictionary<string, string> None => ReadOnlyDictionary<string, string>.Empty;

    public static bool ArePresent(QueryParameters query) => query.Any(parameter => parameter.Key.StartsWith(Prefix, StringComparison.Ordinal));

    /// <exception cref="CosException">A value is not valid in a header.</exception>
    public static IReadOnlyDictionary<string, string> Read(QueryParameters query)
    {
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((var parameter, var value) in query)
        {
            if (s_headers.TryGetValue(parameter, out var header))
            {
                overrides[header] = value.Any(char.IsControl) ? throw CosErrors.InvalidArgument($"{parameter} is not a header value.") : value;
            }
        }

        return overrides;
    }
}
