using System;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Emulator.Objects.S3;

/// <summary>
/// The computation of AWS signatures, version 4, for the requests of one key, scope and time (docs.aws.amazon.com, "Create a signed AWS API request" and
/// "Signature calculations: transferring payload in multiple chunks").
/// </summary>
internal sealed class AwsSigningKey
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const string PayloadAlgorithm = "AWS4-HMAC-SHA256-PAYLOAD";
    private const string TrailerAlgorithm = "AWS4-HMAC-SHA256-TRAILER";

    private static readonly string s_emptyHash = Hash([]);

    private readonly byte[] _key;
    private readonly string _prefix;

    /// <param name="secretKey">The secret half of the pair of keys.</param>
    /// <param name="scope">The scope in the format of the credential: <c>date/region/service/aws4_request</c>.</param>
    /// <param name="time">The time in the format of the request: <c>20240305T060708Z</c>.</param>
    public AwsSigningKey(string secretKey, string scope, string time)
    {
        _key = Encoding.UTF8.GetBytes($"AWS4{secretKey}");
        foreach (var part in scope.Split('/'))
        {
            _key = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(part));
        }

        _prefix = $"\n{time}\n{scope}\n";
    }

    /// <summary>The SHA-256 of bytes in the format of signatures.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Signs a request.</summary>
    /// <param name="canonicalRequest">The request in its canonical form.</param>
    public string Sign(string canonicalRequest) => Sign(Algorithm, Hash(Encoding.UTF8.GetBytes(canonicalRequest)));

    /// <summary>Signs a chunk of a body.</summary>
    /// <param name="previous">The signature of the chunk before it; of the request for the first one.</param>
    /// <param name="hash">The SHA-256 of the bytes of the chunk.</param>
    public string SignChunk(string previous, string hash) => Sign(PayloadAlgorithm, $"{previous}\n{s_emptyHash}\n{hash}");

    /// <summary>Signs the headers that follow the last chunk.</summary>
    /// <param name="previous">The signature of the last chunk.</param>
    /// <param name="headers">The headers, a line each, as <c>name:value</c>.</param>
    public string SignTrailer(string previous, string headers) => Sign(TrailerAlgorithm, $"{previous}\n{Hash(Encoding.UTF8.GetBytes(headers))}");

    private string Sign(string algorithm, string rest) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(algorithm + _prefix + rest)));
}
