using System.Globalization;
using System.Resources;

namespace WxCloud.Cmdlets.Errors;

/// <summary>The texts of the commands, by UI culture. An error's key is its reason, with <c>.Action</c> for what to do.</summary>
internal static class Texts
{
    private static readonly ResourceManager s_texts = new("WxCloud.Cmdlets.Resources.Texts", typeof(Texts).Assembly);

    public static string Format(string key, params object?[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, s_texts.GetString(key, CultureInfo.CurrentUICulture) ?? key, arguments);

    public static string? FindAction(string key, params object?[] arguments) =>
        s_texts.GetString(key + ".Action", CultureInfo.CurrentUICulture) is { } text ? string.Format(CultureInfo.CurrentCulture, text, arguments) : null;
}
