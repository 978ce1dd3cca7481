using System;
using System.IO;

namespace WxCloud.Local;

/// <summary>
/// Where the engine keeps what belongs to the user: below <c>XDG_DATA_HOME</c> (<c>~/.local/share</c>), or the local
/// application data on Windows, so that it never travels to another machine with a roaming profile.
/// </summary>
internal static class UserData
{
    /// <summary>The folder; <see langword="null"/> when the user has no home.</summary>
    public static string? DefaultFolder
    {
        get
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return local.Length == 0 ? null : Path.Combine(local, "WxCloud");
        }
    }

    /// <summary>The shared cache of access tokens; <see langword="null"/> when the user has no home.</summary>
    public static OwnerOnlyFolder? Tokens(string? folder) => Below(folder, "tokens");

    /// <summary>The saved profiles; <see langword="null"/> when the user has no home.</summary>
    public static OwnerOnlyFolder? Profiles(string? folder) => Below(folder, "profiles");

    /// <summary>The uploads in parts that are under way or were left; <see langword="null"/> when the user has no home.</summary>
    public static OwnerOnlyFolder? Uploads(string? folder) => Below(folder, "uploads");

    private static OwnerOnlyFolder? Below(string? folder, string name) =>
        (folder ?? DefaultFolder) is { } root ? new(Path.Combine(root, name)) : null;
}
