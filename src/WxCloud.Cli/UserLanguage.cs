using System;
using System.Globalization;
using System.Linq;

namespace WxCloud.Cli;

/// <summary>
/// The language of the texts where .NET does not find it itself: a program compiled ahead of time for Linux contains no ICU and has
/// no cultures.
/// </summary>
internal static class UserLanguage
{
    /// <summary>The first that is set decides (POSIX Base Definitions, 8.2 Internationalization Variables).</summary>
    private static readonly string[] s_variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>Sets the UI culture of the process when the environment selects Chinese and .NET found no culture.</summary>
    public static void Apply()
    {
        if (CultureInfo.CurrentUICulture.Name.Length > 0 || !IsChinese(Environment.GetEnvironmentVariable))
        {
            return;
        }

        try
        {
            // Without ICU .NET spells "zh-Hans" as "zh-HANS" and then finds no texts of it; see Directory.Build.targets.
            CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh");
        }
        catch (CultureNotFoundException)
        {
            // The .NET runtime is set to the invariant culture only: the texts are English then.
        }
    }

    /// <summary>Whether the locale is simplified Chinese, the only Chinese of the texts.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    internal static bool IsChinese(Func<string, string?> variable)
    {
        var locale = s_variables.Select(variable).FirstOrDefault(static value => !string.IsNullOrEmpty(value));
        return locale?.Split('.', '@')[0] is "zh" or "zh_CN" or "zh_SG" or "zh_Hans" or "zh_Hans_CN" or "zh_Hans_SG";
    }
}
