using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using WxCloud.Errors;
using WxCloud.Local;

namespace WxCloud.Connections;

/// <summary>The profiles of the user, a file each. Names are the same in upper and lower case, as everywhere in PowerShell.</summary>
internal sealed class SavedProfiles(OwnerOnlyFolder folder)
{
    /// <summary>Keeps a name from being one that Windows reserves, such as <c>con</c>.</summary>
    private const string FilePrefix = "p-";

    private const string FileExtension = ".profile";
    private const int MaxNameLength = 64;

    /// <param name="dataFolder">The user's folder; <see langword="null"/> for the usual one.</param>
    /// <exception cref="WxCloudException">The user has no home.</exception>
    public static SavedProfiles Open(string? dataFolder = null) => new(UserData.Profiles(dataFolder) ?? throw Error.NoHome());

    /// <summary>The names of all profiles, as they were given.</summary>
    public IReadOnlyList<string> Names() =>
        [.. folder.Names(FileExtension).Select(Read).Where(static profile => profile is not null).Select(static profile => profile!.Name!)];

    /// <summary>Keeps the settings of a connection: AppSecret and token only when no script gives them, COS keys only when no variable does.</summary>
    /// <exception cref="WxCloudException">There is one of that name and it is not to be replaced; the name is not possible; it cannot be written.</exception>
    public void Save(string name, ConnectionSettings settings, bool replace)
    {
        var file = FileOf(name);
        if (!replace && Exists(file))
        {
            throw Error.ProfileExists(name);
        }

        var saved = settings with { Name = name };
        if (settings.SecretScript is not null)
        {
            saved = saved with { AppSecret = null, AccessToken = null };
        }

        if (settings.AreKeysOfVariables)
        {
            saved = saved with { CosSecretId = null, CosSecretKey = null, CosSessionToken = null };
        }

        folder.Write(file, JsonSerializer.SerializeToUtf8Bytes(saved, ProfileJson.Default.ConnectionSettings));
    }

    /// <summary>The settings of a profile; without AppSecret and token when a script gives them.</summary>
    /// <exception cref="WxCloudException">There is no profile of that name, or it cannot be trusted.</exception>
    public ConnectionSettings Load(string name)
    {
        var file = FileOf(name);
        return Read(file) ?? throw (Exists(file) ? Error.ProfileUnreadable(name, folder.Path) : Error.ProfileMissing(name));
    }

    private bool Exists(string file) => folder.Names(FileExtension).Contains(file, StringComparer.Ordinal);

    private ConnectionSettings? Read(string file)
    {
        try
        {
            var settings = folder.Read(file) is { } content ? JsonSerializer.Deserialize(content, ProfileJson.Default.ConnectionSettings) : null;
            return settings?.Name is null ? null : settings with { ProfileName = settings.Name };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string FileOf(string name)
    {
        var isPossible = name.Length is > 0 and <= MaxNameLength
            && name.All(static character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.');
        return isPossible ? FilePrefix + name.ToLowerInvariant() + FileExtension : throw Error.ProfileNameInvalid(name);
    }
}
