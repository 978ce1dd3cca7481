using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.Signatures;

/// <summary>Checks COS signatures by computing them anew with the one key pair that the emulator knows.</summary>
internal sealed class SignatureCheck(EmulatorClock clock)
{
    // Clocks may differ by a quarter of an hour.
    private const int MaxSkewSeconds = 900;

    /// <summary>True when the request is signed; false when it is anonymous.</summary>
    /// <exception cref="CosException">The signature is wrong, has expired or is another's.</exception>
    public bool IsSigned(HttpRequest request, RequestTarget target, ObjectAddress address)
    {
        if (RequestSignature.Of(request, target.Query) is not { } signature)
        {
            return false;
        }

        ThrowIfInvalid(signature, request.Method, address.SignablePaths(), target.Query, Headers(request.Headers));
        return true;
    }

    /// <summary>Checks a signature against each path that its maker may have signed.</summary>
    /// <exception cref="CosException">It is wrong, has expired or is another's.</exception>
    public void ThrowIfInvalid(
        RequestSignature signature,
        string method,
        IEnumerable<string> paths,
        IEnumerable<KeyValuePair<string, string>> parameters,
        IEnumerable<KeyValuePair<string, string>> headers)
    {
        var signKey = GetSignKey(signature.SecretId, signature.KeyTime);
        ThrowIfOutside(signature.SignTime);
        KeyValuePair<string, string>[] signedParameters = [.. parameters.Where(pair => signature.ParameterNames.Contains(CosSigner.EncodeName(pair.Key)))];
        KeyValuePair<string, string>[] signedHeaders = [.. headers.Where(pair => signature.HeaderNames.Contains(CosSigner.EncodeName(pair.Key)))];
        if (!paths.Any(path => KeyedDigest.AreEqual(
            CosSigner.Sign(signKey, signature.SignTime.Text, method, path, signedParameters, signedHeaders),
            signature.Signature)))
        {
            throw CosErrors.SignatureDoesNotMatch();
        }
    }

    /// <summary>The key of a span of time, for a SecretId that is known.</summary>
    /// <exception cref="CosException">The SecretId is unknown, or the time is not now.</exception>
    public string GetSignKey(string secretId, KeyTime keyTime)
    {
        if (secretId != EmulatorCredentials.SecretId)
        {
            throw CosErrors.UnknownSecretId();
        }

        ThrowIfOutside(keyTime);
        return CosSigner.SignKey(EmulatorCredentials.SecretKey, keyTime.Text);
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
