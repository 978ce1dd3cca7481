using System;
using System.Linq;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Objects.S3;

/// <summary>A request with a valid AWS signature.</summary>
/// <param name="Pair">The pair of keys that signed it.</param>
/// <param name="Key">The key that signs the chunks of its body.</param>
/// <param name="Signature">The signature.</param>
internal sealed record AwsSignedRequest(KeyPair Pair, AwsSigningKey Key, AwsSignature Signature);

/// <summary>Checks AWS signatures, version 4, by recomputing them.</summary>
internal sealed class AwsSignatureCheck(EmulatorClock clock, KeyPairs keyPairs)
{
    // Clocks may differ by a quarter of an hour.
    private const int MaxSkewSeconds = 900;

    /// <summary>The signed request; null when it has no such signature.</summary>
    /// <exception cref="CosException">The signature is wrong, has expired or was made with other keys.</exception>
    public AwsSignedRequest? Find(HttpRequest request, RequestTarget target)
    {
        if (AwsSignature.Of(request, target.Query) is not { } signature)
        {
            return null;
        }

        var pair = keyPairs.Find(signature.SecretId, signature.Token);
        ThrowIfOutside(signature);
        ThrowIfUnsigned(request.Headers, signature);
        var key = new AwsSigningKey(pair.SecretKey, signature.Scope, signature.TimeText);
        return KeyedDigest.AreEqual(key.Sign(Canonical(request, target, signature)), signature.Signature)
            ? new AwsSignedRequest(pair, key, signature)
            : throw CosErrors.SignatureDoesNotMatch();
    }

    private static string Canonical(HttpRequest request, RequestTarget target, AwsSignature signature)
    {
        var query = string.Join('&', target.Query
            .Where(parameter => parameter.Key != AwsSignature.SignatureParameter)
            .Select(parameter => (Name: PercentEncoding.Encode(parameter.Key), Value: PercentEncoding.Encode(parameter.Value)))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}"));
        var headers = string.Concat(signature.SignedHeaders.Select(name => $"{name}:{Trim(request.Headers[name].ToString())}\n"));
        return $"{request.Method}\n{PercentEncoding.EncodePath(target.Path!)}\n{query}\n{headers}\n{string.Join(';', signature.SignedHeaders)}\n{signature.PayloadHash}";
    }

    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The host, and every header with a meaning for the service, must be signed.</summary>
    private static void ThrowIfUnsigned(IHeaderDictionary headers, AwsSignature signature)
    {
        var names = headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)).Append("host");
        if (names.Any(name => !signature.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            throw CosErrors.AccessDenied("There were headers present in the request which were not signed");
        }
    }

    private void ThrowIfOutside(AwsSignature signature)
    {
        var age = clock.UnixSeconds - signature.Time.ToUnixTimeSeconds();
        if (signature.Lifetime is { } lifetime && age > lifetime)
        {
            throw CosErrors.Expired();
        }

        if (age < -MaxSkewSeconds || (signature.Lifetime is null && age > MaxSkewSeconds))
        {
            throw CosErrors.TimeTooSkewed();
        }
    }
}
