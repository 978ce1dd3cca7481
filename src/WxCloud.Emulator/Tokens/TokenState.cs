using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxCloud.Emulator.Tokens;

/// <summary>A token and the moment from which it no longer works.</summary>
internal sealed record IssuedToken(string Text, DateTimeOffset UsableUntil);

/// <summary>A token as it is given out, with the whole seconds that it has left.</summary>
internal readonly record struct TokenGrant(string Text, long ExpiresIn)
{
    public static TokenGrant Of(IssuedToken token, DateTimeOffset now) => new(token.Text, (long)Math.Floor((token.UsableUntil - now).TotalSeconds));
}

/// <summary>The token that an endpoint gave out last, and the one before it while that one still works.</summary>
internal sealed record TokenPair(IssuedToken? Current, IssuedToken? Previous)
{
    public static TokenPair None { get; } = new(null, null);
}

/// <summary>
/// All that must be kept of tokens; the texts carry the rest.
/// </summary>
/// <param name="Generation">Goes up when all tokens are made to expire; older tokens are told by it.</param>
/// <param name="Ordinary">Tokens of <c>cgi-bin/token</c>.</param>
/// <param name="Stable">Tokens of <c>cgi-bin/stable_token</c>.</param>
internal sealed record TokenState(int Generation, TokenPair Ordinary, TokenPair Stable)
{
    public static TokenState None { get; } = new(0, TokenPair.None, TokenPair.None);
}

/// <summary>Keeps tokens over a restart, in a file that is replaced as a whole.</summary>
internal sealed class TokenStateFile(string path)
{
    /// <summary>What was saved last, null when there is nothing readable.</summary>
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
            // Tokens are quickly had anew; a damaged file is no reason not to start.
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
