using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WxCloud.Emulator.Tokens;

/// <summary>Keeps tokens over a restart, in a file that is replaced as a whole.</summary>
internal sealed class TokenStateFile(string path)
{
    /// <summary>What was saved last, null when there is nothing readable.</summary>
    public TokenState? Load()
    {
        try
        {
            using FileStream file = File.OpenRead(path);
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
        string next = path + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(state, TokenStateJson.Default.TokenState));
        File.Move(next, path, overwrite: true);
    }
}

[JsonSerializable(typeof(TokenState))]
internal sealed partial class TokenStateJson : JsonSerializerContext;
