using System;
using System.Collections;
using System.Collections.Generic;

namespace WxCloud.Emulator.Http;

/// <summary>The query of a request, decoded, in its own order. A parameter without <c>=</c> has an empty value.</summary>
internal sealed class QueryParameters : IReadOnlyCollection<KeyValuePair<string, string>>
{
    private static readonly QueryParameters s_none = new();

    private readonly List<KeyValuePair<string, string>> _parameters = [];

    public int Count => _parameters.Count;

    /// <summary>The first value of a name (case matters), null when the name is absent.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, string> parameter in _parameters)
            {
                if (parameter.Key == name)
                {
                    return parameter.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Reads the text after the question mark; a malformed escape is kept as it is.</summary>
    public static QueryParameters Parse(ReadOnlySpan<char> query)
    {
        if (query.IsEmpty)
        {
            return s_none;
        }

        var parameters = new QueryParameters();
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> parameter = query[range];
            if (parameter.IsEmpty)
            {
                continue;
            }

            var equals = parameter.IndexOf('=');
            ReadOnlySpan<char> name = equals < 0 ? parameter : parameter[..equals];
            ReadOnlySpan<char> value = equals < 0 ? [] : parameter[(equals + 1)..];
            parameters._parameters.Add(new(Decode(name), Decode(value)));
        }

        return parameters;
    }

    public bool Contains(string name) => this[name] is not null;

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Decode(ReadOnlySpan<char> raw) => PercentEncoding.TryDecode(raw, out var text) ? text : raw.ToString();
}
