using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Objects.S3;

/// <summary>An AWS signature, version 4, of a request: in the header, or in the parameters of a presigned URL.</summary>
/// <param name="SecretId">The public half of the pair of keys.</param>
/// <param name="Scope">The scope: <c>date/region/s3/aws4_request</c>.</param>
/// <param name="SignedHeaders">The names of the signed headers, in lower case, in their order.</param>
/// <param name="Signature">The signature in hex.</param>
/// <param name="TimeText">The time of signing as the request writes it.</param>
/// <param name="Time">The time of signing.</param>
/// <param name="Lifetime">The lifetime of a presigned URL in seconds; null for a signature in the header.</param>
/// <param name="PayloadHash">The SHA-256 of the body, or the text in its place.</param>
/// <param name="Token">The session token; null when there is none.</param>
internal sealed record AwsSignature(
    string SecretId, string Scope, string[] SignedHeaders, string Signature, string TimeText, DateTimeOffset Time, int? Lifetime, string PayloadHash, string? Token)
{
    public const string SignatureParameter = "X-Amz-Signature";

    /// <summary>The text in the place of the hash when the body is not signed.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int MaxLifetime = 604_800;

    public static bool IsPresent(HttpRequest request, QueryParameters query)
    {
        return request.Headers.Authorization.ToString().StartsWith(AwsSigningKey.Algorithm, StringComparison.Ordinal) || query.Contains(SignatureParameter);
    }

    /// <summary>The signature of a request; null when it has none.</summary>
    /// <exception cref="CosException">It is malformed.</exception>
    public static AwsSignature? Of(HttpRequest request, QueryParameters query)
    {
        return !IsPresent(request, query) ? null
            : (query.Contains(SignatureParameter) ? FromQuery(request.Headers, query) : FromHeader(request.Headers)) ?? throw CosErrors.MalformedAuthorization();
    }

    private static AwsSignature? FromHeader(IHeaderDictionary headers)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var field in headers.Authorization.ToString()[AwsSigningKey.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            fields[equals < 0 ? field : field[..equals]] = equals < 0 ? string.Empty : field[(equals + 1)..];
        }

        var time = Text(headers["x-amz-date"].ToString()) ?? FromHttpDate(headers.Date.ToString());
        return Read(fields.GetValueOrDefault("Credential"), fields.GetValueOrDefault("SignedHeaders"), fields.GetValueOrDefault("Signature"), time) is not { } signature
            ? null
            : signature with
            {
                PayloadHash = Text(headers["x-amz-content-sha256"].ToString()) ?? throw CosErrors.InvalidArgument("The header x-amz-content-sha256 is missing."),
                Token = Text(headers["x-amz-security-token"].ToString()),
            };
    }

    private static AwsSignature? FromQuery(IHeaderDictionary headers, QueryParameters query)
    {
        return query["X-Amz-Algorithm"] == AwsSigningKey.Algorithm
            && int.TryParse(query["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var lifetime)
            && lifetime is >= 1 and <= MaxLifetime
            && Read(query["X-Amz-Credential"], query["X-Amz-SignedHeaders"], query[SignatureParameter], query["X-Amz-Date"]) is { } signature
            ? signature with
            {
                Lifetime = lifetime,
                PayloadHash = Text(headers["x-amz-content-sha256"].ToString()) ?? UnsignedPayload,
                Token = query["X-Amz-Security-Token"],
            }
            : null;
    }

    private static AwsSignature? Read(string? credential, string? signedHeaders, string? signature, string? time)
    {
        if (credential is null || signedHeaders is null || signature is null
            || !DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return null;
        }

        // Any region is accepted: clients of other services have their own.
        return credential.Split('/') is [{ Length: > 0 } id, var date, var region, "s3", "aws4_request"] && date == time![..8]
            ? new AwsSignature(
                id, $"{date}/{region}/s3/aws4_request", signedHeaders.Split(';', StringSplitOptions.RemoveEmptyEntries), signature, time, moment, null, string.Empty, null)
            : null;
    }

    private static string? Text(string value) => value.Length == 0 ? null : value;

    private static string? FromHttpDate(string date)
    {
        return DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)
            : null;
    }
}
