using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;

namespace WxCloud.Tokens;

/// <summary>
/// The file that all processes of the user share for one endpoint, AppID and mode. When it cannot be used, because others
/// could write it or there is no place for it, the engine says so once and each process keeps its tokens to itself.
/// </summary>
/// <remarks>
/// The file belongs to an AppSecret too: it holds a fingerprint of the one that its token was got with, and a process with
/// another secret takes it for no file at all. So a wrong secret fails at once instead of working until the token expires,
/// and it cannot spoil the file of those who have the right one, since without a token nothing is written.
/// </remarks>
internal sealed class TokenFile
{
    private const int Version = 1;

    private readonly OwnerOnlyFolder _folder;
    private readonly EngineLog _log;
    private readonly string _name;
    private readonly TokenFileContent _ours;
    private bool _isUsable = true;

    public TokenFile(OwnerOnlyFolder folder, Uri service, AppCredential credential, EngineLog log)
    {
        _folder = folder;
        _log = log;
        var endpoint = service.AbsoluteUri.TrimEnd('/');
        var mode = credential.Mode.ToString();
        _name = Hash("file", endpoint, credential.AppId, mode);
        _ours = new(Version, endpoint, credential.AppId, mode, Hash("secret", endpoint, credential.AppId, credential.AppSecret.Reveal()));
    }

    /// <summary>The record in the file; <see langword="null"/> when there is none that can be trusted.</summary>
    public TokenRecord? Read() => Try<TokenRecord?>(() => _folder.Read(_name + ".token") is { } content ? Parse(content) : null, otherwise: null);

    public void Write(TokenRecord record) => Try(
        () =>
        {
            var content = _ours with
            {
                Token = record.Value?.Reveal(),
                ObtainedOn = Format(record.ObtainedOn),
                ExpiresOn = Format(record.ExpiresOn),
                LastForcedOn = Format(record.Allowance.LastForcedOn),
                ForcedThatDay = record.Allowance.CountThatDay,
            };
            _folder.Write(_name + ".token", JsonSerializer.SerializeToUtf8Bytes(content, TokenFileJson.Default.TokenFileContent));
            return true;
        },
        otherwise: false);

    public void Delete() => Try(
        () =>
        {
            _folder.Delete(_name + ".token");
            return true;
        },
        otherwise: false);

    /// <summary>Takes the right to ask for a token.</summary>
    /// <returns>Whether it was taken; <paramref name="hold"/> gives it back.</returns>
    public bool TryLock(out IDisposable? hold)
    {
        // Without a usable file there is no other process to wait for.
        hold = Try(() => _folder.TryLock(_name + ".lock"), otherwise: null);
        return hold is not null || !_isUsable;
    }

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

    private T Try<T>(Func<T> step, T otherwise)
    {
        if (!_isUsable)
        {
            return otherwise;
        }

        try
        {
            return step();
        }
        catch (WxCloudException e)
        {
            _isUsable = false;
            _log.Warn(Messages.Format("Token.CacheUnusable", e.Message));
            return otherwise;
        }
    }

    private static string Hash(params string[] parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("WxCloud token " + string.Join("\n", parts)));
        return Convert.ToHexStringLower(hash, 0, 16);
    }
}

/// <summary>
/// The content of a token file. Everything before the token says whose it is. Times are texts in ISO 8601: for a type of time the
/// serializer compiles a hundred methods of its own at its first use.
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
