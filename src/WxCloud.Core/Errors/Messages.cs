using System.Globalization;
using System.Resources;

namespace WxCloud.Errors;

/// <summary>The texts of the engine, by UI culture. Keys are the error reasons; <c>.Action</c> is what to do.</summary>
internal static class Messages
{
    private static readonly ResourceManager s_texts = new("WxCloud.Resources.Messages", typeof(Messages).Assembly);

    public static string Format(string key, params object?[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, Find(key) ?? key, arguments);

    public static string? Find(string key) => s_texts.GetString(key, CultureInfo.CurrentUICulture);

    public static string? FindAction(string key, params object?[] arguments) =>
        Find(key + ".Action") is { } text ? string.Format(CultureInfo.CurrentCulture, text, arguments) : null;
}
