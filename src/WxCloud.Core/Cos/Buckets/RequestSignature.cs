using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Cos.Buckets;

/// <summary>The request signature of COS (cloud.tencent.com/document/product/436/7778).</summary>
internal static class RequestSignature
{
    /// <summary>Returns the value of the <c>Authorization</c> header.</summary>
    /// <param name="credential">The keys to sign with.</param>
    /// <param name="method">The HTTP method, in any case.</param>
    /// <param name="path">The path as decoded text, with its leading slash.</param>
    /// <param name="query">The query parameters to sign, decoded; one without a value has an empty one.</param>
    /// <param name="headers">The header fields to sign, decoded.</param>
    /// <param name="from">When the signature becomes valid.</param>
    /// <param name="to">When it expires.</param>
    public static string Create(
        CosCredential credential,
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        DateTimeOffset from,
        DateTimeOffset to) =>
        string.Join("&", CreateFields(credential, method, path, query, headers, from, to).Select(static field => field.Key + "=" + field.Value));

    /// <summary>Returns the fields of a signature, which may also be in the query.</summary>
    public static List<KeyValuePair<string, string>> CreateFields(
        CosCredential credential,
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        DateTimeOffset from,
        DateTimeOffset to)
    {
        var keyTime = string.Format(CultureInfo.InvariantCulture, "{0};{1}", from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        var (parameterList, parameters) = Canonical(query);
        var (headerList, fields) = Canonical(headers);
        var httpString = $"{method.ToLowerInvariant()}\n{path}\n{parameters}\n{fields}\n";
        var stringToSign = $"sha1\n{keyTime}\n{Sha1(httpString)}\n";
        var signature = HmacSha1(HmacSha1(credential.SecretKey.Reveal(), keyTime), stringToSign);
        return
        [
            new("q-sign-algorithm", "sha1"),
            new("q-ak", credential.SecretId),
            new("q-sign-time", keyTime),
            new("q-key-time", keyTime),
            new("q-header-list", headerList),
            new("q-url-param-list", parameterList),
            new("q-signature", signature),
        ];
    }

    private static (string List, string Text) Canonical(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var encoded = pairs
            .Select(static pair => (Name: Uri.EscapeDataString(pair.Key).ToLowerInvariant(), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
            .ToList();
        return (
            string.Join(";", encoded.Select(static pair => pair.Name)),
            string.Join("&", encoded.Select(static pair => pair.Name + "=" + pair.Value)));
    }

#pragma warning disable CA5350 // The protocol prescribes SHA-1.
    private static string Sha1(string text) => Hex(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    private static string HmacSha1(string key, string text) => Hex(HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes, 0, bytes.Length);
}
