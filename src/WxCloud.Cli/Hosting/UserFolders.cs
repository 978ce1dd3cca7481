using System;
using System.IO;

namespace WxCloud.Cli.Hosting;

/// <summary>Where a user's data lies.</summary>
internal static class UserFolders
{
    /// <summary>The emulator's data: under <c>~/.local/share</c>, or the user's local application data on Windows.</summary>
    public static string EmulatorData => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
        "WxCloud",
        "emulator");
}
