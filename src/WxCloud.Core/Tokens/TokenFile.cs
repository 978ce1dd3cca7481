using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Http;
using WxCloud.Local;

namespace WxCloud.Tokens;

/// <summary>The file that all processes of the user share for one endpoint, AppID and mode.</summary>
/// <remarks>
/// The file belongs to an AppSecret too: it holds a fingerprint of the one that its token was got with, and a process with
/// another secret ignores it. So a wrong secret fails at once instead of working until the token expires,
/// and it does not replace the file of the right secret, since without a token nothing is written.
/// </remarks>
internal sealed class TokenFile
{
    private const int Version = 1;
    private const string Purpose = "token";

    private readonly TokenFileContent _ours;

    public TokenFile(OwnerOnlyFolder folder, Uri service, AppCredential credential, EngineLog log)
    {
        var endpoint = service.AbsoluteUri.TrimEnd('/');
        var mode = credential.Mode.ToString();
        Shared = new(folder, SharedFile.Hash(Purpose, "file", endpoint, credential.AppId, mode), ".token", log);
        _ours = new(Version, endpoint, credential.AppId, mode, SharedFile.Hash(Purpose, "secret", endpoint, credential.AppId, credential.AppSecret.Reveal()));
    }

    /// <summary>The file itself.</summary>
    public SharedFile Shared { get; }

    /// <summary>The record in the file; <see langword="null"/> when there is none that can be trusted.</summary>
    public TokenRecord? Read() => Shared.Read() is { } content ? Parse(content) : null;

    public void Write(TokenRecord record) => Shared.Write(JsonSerializer.SerializeToUtf8Bytes(
        _ours with
        {
            Token = record.Value?.Reveal(),
            ObtainedOn = Format(record.ObtainedOn),
            ExpiresOn = Format(record.ExpiresOn),
            LastForcedOn = Format(record.Allowance.LastForcedOn),
            ForcedThatDay = record.Allowance.CountThatDay,
        },
        TokenFileJson.Default.TokenFileContent));

    public void Delete() => Shared.Delete();

    private TokenRecord? Parse(byte[] content)
    {
        try
        {
            var read = JsonSerializer.Deserialize(content, TokenFileJson.Default.TokenFileContent);
            var isOurs = read is not null && _ours == read with { Token = null, ObtainedOn = null, ExpiresOn = null, LastForcedOn = null, ForcedThatDay = 0 };
            return isOurs && (read!.Token is null || TokenEndpoint.IsToken(read.Token))
                ? new(
                    read.Token is null ? null : new(read.Token),
                    ParseTime(read.ObtainedOn) ?? default,
                    ParseTime(read.ExpiresOn) ?? default,
                    new(ParseTime(read.LastForcedOn), read.ForcedThatDay))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string? Format(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The text is no time.</exception>
    private static DateTimeOffset? ParseTime(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// The content of a token file. Everything before the token identifies its owner. Times are texts in ISO 8601: for a type of time the
/// serializer compiles a hundred methods at its first use.
/// </summary>
internal sealed record TokenFileContent(int Version, string Endpoint, string AppId, string Mode, string SecretFingerprint)
{
    public string? Token { get; init; }

    public string? ObtainedOn { get; init; }

    public string? ExpiresOn { get; init; }

    public string? LastForcedOn { get; init; }

    public int ForcedThatDay { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TokenFileContent))]
internal sealed partial class TokenFileJson : JsonSerializerContext;
