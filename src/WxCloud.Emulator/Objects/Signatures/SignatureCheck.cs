using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.Signatures;

/// <summary>Checks COS signatures by recomputing them.</summary>
internal sealed class SignatureCheck(EmulatorClock clock, KeyPairs keyPairs)
{
    /// <summary>The header or query parameter with the session token of a temporary pair of keys.</summary>
    public const string TokenField = "x-cos-security-token";

    // Clocks may differ by a quarter of an hour.
    private const int MaxSkewSeconds = 900;

    /// <summary>The pair of keys that signed a request; null when it is anonymous.</summary>
    /// <exception cref="CosException">The signature is wrong, has expired or was made with other keys.</exception>
    public KeyPair? FindSigner(HttpRequest request, RequestTarget target, ObjectAddress address)
    {
        if (RequestSignature.Of(request, target.Query) is not { } signature)
        {
            return null;
        }

        var token = request.Headers[TokenField].ToString() is { Length: > 0 } header ? header : target.Query[TokenField];
        var pair = keyPairs.Find(signature.SecretId, token);
        ThrowIfInvalid(pair, signature, request.Method, address.SignablePaths(), target.Query, Headers(request.Headers));
        return pair;
    }

    /// <summary>Checks a signature against each path that the client may have signed.</summary>
    /// <exception cref="CosException">It is wrong or has expired.</exception>
    public void ThrowIfInvalid(
        KeyPair pair,
        RequestSignature signature,
        string method,
        IEnumerable<string> paths,
        IEnumerable<KeyValuePair<string, string>> parameters,
        IEnumerable<KeyValuePair<string, string>> headers)
    {
        var signKey = GetSignKey(pair, signature.KeyTime);
        ThrowIfOutside(signature.SignTime);
        KeyValuePair<string, string>[] signedParameters = [.. parameters.Where(pair => signature.ParameterNames.Contains(CosSigner.EncodeName(pair.Key)))];
        KeyValuePair<string, string>[] signedHeaders = [.. headers.Where(pair => signature.HeaderNames.Contains(CosSigner.EncodeName(pair.Key)))];
        if (IsAnyAbsent(signature.ParameterNames, signedParameters) || IsAnyAbsent(signature.HeaderNames, signedHeaders) || !paths.Any(path => KeyedDigest.AreEqual(
            CosSigner.Sign(signKey, signature.SignTime.Text, method, path, signedParameters, signedHeaders),
            signature.Signature)))
        {
            throw CosErrors.SignatureDoesNotMatch();
        }
    }

    /// <summary>The key of a time span.</summary>
    /// <exception cref="CosException">The time span does not include the current time.</exception>
    public string GetSignKey(KeyPair pair, KeyTime keyTime)
    {
        ThrowIfOutside(keyTime);
        return CosSigner.SignKey(pair.SecretKey, keyTime.Text);
    }

    /// <summary>True when a list has a name that the request does not have.</summary>
    private static bool IsAnyAbsent(IReadOnlySet<string> names, KeyValuePair<string, string>[] present)
    {
        return !names.IsSubsetOf(present.Select(pair => CosSigner.EncodeName(pair.Key)));
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(IHeaderDictionary headers)
    {
        return headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()));
    }

    private void ThrowIfOutside(KeyTime time)
    {
        var now = clock.UnixSeconds;
        if (now > time.End)
        {
            throw CosErrors.Expired();
        }

        if (time.Start > now + MaxSkewSeconds)
        {
            throw CosErrors.TimeTooSkewed();
        }
    }
}
