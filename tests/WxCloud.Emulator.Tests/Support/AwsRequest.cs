using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Emulator.Objects.S3;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>A request to the object host in path style, signed the AWS way; a test changes what it is about.</summary>
internal sealed record AwsRequest(TestEmulator Emulator, HttpMethod Method, string Key)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>The query as the URL has it, with the parameters in order.</summary>
    public string Query { get; init; } = string.Empty;

    public byte[]? Body { get; init; }

    /// <summary>The value in the place of the hash of the body; its SHA-256 by default.</summary>
    public string? PayloadHash { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers that are sent and not signed.</summary>
    public IReadOnlyDictionary<string, string> UnsignedHeaders { get; init; } = new Dictionary<string, string>();

    public string SecretId { get; init; } = EmulatorCredentials.SecretId;

    public string SecretKey { get; init; } = EmulatorCredentials.SecretKey;

    /// <summary>How many seconds ago it was signed.</summary>
    public int Age { get; init; }

    public string Time => Emulator.Time.GetUtcNow().AddSeconds(-Age).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public string Scope => $"{Time[..8]}/us-east-1/s3/aws4_request";

    public AwsSigningKey SigningKey => new(SecretKey, Scope, Time);

    public string Signature => SigningKey.Sign(Canonical(AllHeaders(), Query, PayloadHash ?? AwsSigningKey.Hash(Body ?? [])));

    private string Path => $"/{TestEmulator.Bucket}/{Uri.EscapeDataString(Key).Replace("%2F", "/", StringComparison.Ordinal)}";

    public async Task<HttpResponseMessage> SendAsync()
    {
        var headers = AllHeaders();
        using var request = new HttpRequestMessage(Method, Path + (Query.Length == 0 ? "" : "?" + Query)) { Content = Body is null ? null : new ByteArrayContent(Body) };
        foreach (var (name, value) in headers.Concat(UnsignedHeaders).Where(header => header.Key != "host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={SecretId}/{Scope}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={Signature}");
        return await Emulator.Client.SendAsync(request, TestEmulator.Cancellation);
    }

    /// <summary>A URL that needs no header.</summary>
    public string Presign(int lifetime)
    {
        var query = $"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{SecretId}/{Scope}")}&X-Amz-Date={Time}"
            + string.Create(CultureInfo.InvariantCulture, $"&X-Amz-Expires={lifetime}&X-Amz-SignedHeaders=host");
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = Emulator.Endpoint.Authority };
        return $"{Path}?{query}&X-Amz-Signature={SigningKey.Sign(Canonical(headers, query, UnsignedPayload))}";
    }

    private SortedDictionary<string, string> AllHeaders()
    {
        return new(Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value), StringComparer.Ordinal)
        {
            ["host"] = Emulator.Endpoint.Authority,
            ["x-amz-date"] = Time,
            ["x-amz-content-sha256"] = PayloadHash ?? AwsSigningKey.Hash(Body ?? []),
        };
    }

    private string Canonical(SortedDictionary<string, string> headers, string query, string payloadHash)
    {
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        return $"{Method}\n{Path}\n{query}\n{lines}\n{string.Join(';', headers.Keys)}\n{payloadHash}";
    }
}
