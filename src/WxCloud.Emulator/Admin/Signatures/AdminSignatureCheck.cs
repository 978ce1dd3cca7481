using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Admin.Requests;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects;
using WxCloud.Emulator.Objects.Signatures;

namespace WxCloud.Emulator.Admin.Signatures;

/// <summary>Checks the signature of an <c>/admin</c> request: TC3 in the header, the COS form in the body, or an access key.</summary>
/// <param name="keyPairs">The keys.</param>
/// <param name="clocks">A signature must be current by one of these.</param>
internal sealed class AdminSignatureCheck(KeyPairs keyPairs, params EmulatorClock[] clocks)
{
    private const string Bearer = "Bearer ";
    private const string InvalidSignature = "SIGN_PARAM_INVALID";

    // What the older SDK adds to the body after it has signed.
    private static readonly string[] s_unsigned = ["authorization", "sessionToken", "sdk_version"];

    private readonly SignatureCheck[] _cos = [.. clocks.Select(clock => new SignatureCheck(clock, keyPairs))];

    /// <exception cref="AdminException">The request is not signed, or wrongly.</exception>
    public void ThrowIfInvalid(HttpRequest request, RequestTarget target, JsonElement body)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.Ordinal))
        {
            if (!KeyedDigest.AreEqual(header.AsSpan(Bearer.Length), EmulatorCredentials.SecretKey))
            {
                throw new AdminException(InvalidSignature, "the access key is unknown");
            }
        }
        else if (header.Length > 0)
        {
            ThrowIfInvalid(Tc3Signature.Parse(header) ?? throw new AdminException(InvalidSignature, "the Authorization header is malformed"), request, target, body);
        }
        else
        {
            ThrowIfCosInvalid(request, body);
        }
    }

    private void ThrowIfInvalid(Tc3Signature signature, HttpRequest request, RequestTarget target, JsonElement body)
    {
        const int DefaultLifetime = 600;
        if (signature.SecretId != EmulatorCredentials.SecretId)
        {
            throw new AdminException(InvalidSignature, "the SecretId is unknown");
        }

        var lifetime = int.TryParse(request.Headers["X-Signature-Expires"], out var seconds) ? seconds : DefaultLifetime;
        if (!long.TryParse(request.Headers["X-Timestamp"], out var timestamp) || !clocks.Any(clock => Math.Abs(clock.UnixSeconds - timestamp) <= lifetime))
        {
            throw new AdminException(InvalidSignature, "the signature has expired, or its time is not now");
        }

        if (!KeyedDigest.AreEqual(signature.Compute(EmulatorCredentials.SecretKey, timestamp, target, request, body), signature.Signature))
        {
            throw new AdminException(InvalidSignature, "the signature does not match");
        }
    }

    private void ThrowIfCosInvalid(HttpRequest request, JsonElement body)
    {
        if (!body.TryGetProperty("authorization", out var text) || text.ValueKind != JsonValueKind.String || RequestSignature.Parse(text.GetString()!) is not { } signature)
        {
            throw new AdminException(InvalidSignature, "the request is not signed");
        }

        var parameters = body.EnumerateObject()
            .Where(member => !s_unsigned.Contains(member.Name))
            .Select(member => new KeyValuePair<string, string>(member.Name, Tc3Signature.SignedText(member.Value)));
        var headers = request.Headers.Select(header => new KeyValuePair<string, string>(header.Key.ToLowerInvariant(), header.Value.ToString()));
        var token = body.TryGetProperty("sessionToken", out var session) && session.ValueKind == JsonValueKind.String ? session.GetString() : null;
        KeyValuePair<string, string>[] signed = [.. parameters];
        CosException? refusal = null;
        foreach (var check in _cos)
        {
            try
            {
                check.ThrowIfInvalid(keyPairs.Find(signature.SecretId, token), signature, request.Method, ["/admin"], signed, headers);
                return;
            }
            catch (CosException e)
            {
                refusal = e;
            }
        }

        throw new AdminException(InvalidSignature, refusal!.Message);
    }
}
