using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxCloud.Emulator.Tokens;

/// <summary>A token and the time from which it is no longer valid.</summary>
internal sealed record IssuedToken(string Text, DateTimeOffset UsableUntil);

/// <summary>A token as it is issued, with its remaining lifetime in whole seconds.</summary>
internal readonly record struct TokenGrant(string Text, long ExpiresIn)
{
    public static TokenGrant Of(IssuedToken token, DateTimeOffset now) => new(token.Text, (long)Math.Floor((token.UsableUntil - now).TotalSeconds));
}

/// <summary>The last token of an endpoint, and the one before it while that is still valid.</summary>
internal sealed record TokenPair(IssuedToken? Current, IssuedToken? Previous)
{
    public static TokenPair None { get; } = new(null, null);
}

/// <summary>
/// The state of the tokens that is stored; the rest is in the text of a token.
/// </summary>
/// <param name="Generation">Increases when all tokens are made to expire; older tokens have a lower one.</param>
/// <param name="Ordinary">Tokens of <c>cgi-bin/token</c>.</param>
/// <param name="Stable">Tokens of <c>cgi-bin/stable_token</c>.</param>
internal sealed record TokenState(int Generation, TokenPair Ordinary, TokenPair Stable)
{
    public static TokenState None { get; } = new(0, TokenPair.None, TokenPair.None);
}

/// <summary>Stores the state of tokens in a file that is replaced as a whole.</summary>
internal sealed class TokenStateFile(string path)
{
    /// <summary>The saved state; null when there is none that can be read.</summary>
    public TokenState? Load()
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, TokenStateJson.Default.TokenState);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // Clients request new tokens, so a damaged file does not prevent the start.
            return null;
        }
    }

    public void Save(TokenState state)
    {
        var next = path + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(state, TokenStateJson.Default.TokenState));
        File.Move(next, path, overwrite: true);
    }
}

[JsonSerializable(typeof(TokenState))]
internal sealed partial class TokenStateJson : JsonSerializerContext;
