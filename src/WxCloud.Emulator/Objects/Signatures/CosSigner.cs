using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Objects.Signatures;

/// <summary>The computation of COS signatures (reference/tencent-cos.md, sections 2 and 4).</summary>
[SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The service's signatures are made with SHA-1.")]
internal static class CosSigner
{
    /// <summary>The key of a time span; its text of 40 characters is the key of the signature.</summary>
    public static string SignKey(string secretKey, string keyTime) => Hmac(secretKey, keyTime);

    /// <summary>
    /// Signs a request.
    /// </summary>
    /// <param name="signKey">The key of the time.</param>
    /// <param name="signTime">The time span in the format of the request.</param>
    /// <param name="method">The HTTP method, in any case.</param>
    /// <param name="path">The decoded path with its leading slash.</param>
    /// <param name="parameters">The query parameters that are signed, decoded.</param>
    /// <param name="headers">The headers that are signed.</param>
    public static string Sign(
        string signKey,
        string signTime,
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> parameters,
        IEnumerable<KeyValuePair<string, string>> headers)
    {
        var httpString = $"{method.ToLowerInvariant()}\n{path}\n{Join(parameters)}\n{Join(headers)}\n";
        return Hmac(signKey, $"sha1\n{signTime}\n{Sha1(httpString)}\n");
    }

    /// <summary>Signs the policy of a form, given as its decoded text.</summary>
    public static string SignPolicy(string signKey, ReadOnlySpan<byte> policy) => Hmac(signKey, Convert.ToHexStringLower(SHA1.HashData(policy)));

    /// <summary>A name in the format of lists and digests.</summary>
    public static string EncodeName(string name) => PercentEncoding.Encode(name).ToLowerInvariant();

    private static string Join(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        return string.Join('&', pairs
            .Select(pair => new KeyValuePair<string, string>(EncodeName(pair.Key), PercentEncoding.Encode(pair.Value)))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value}"));
    }

    private static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Hmac(string key, string text)
    {
        return Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
    }
}
