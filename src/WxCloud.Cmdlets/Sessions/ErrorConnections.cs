using System.Globalization;
using System.Runtime.CompilerServices;

namespace WxCloud.Cmdlets.Sessions;

/// <summary>The connection of an error and the language of its message, kept as long as the error is referenced.</summary>
internal static class ErrorConnections
{
    private static readonly ConditionalWeakTable<WxCloudException, Origin> s_origins = new();

    public static void Add(WxCloudException error, WxCloudConnection? connection)
    {
        if (!s_origins.TryGetValue(error, out _))
        {
            s_origins.Add(error, new(connection, CultureInfo.CurrentUICulture));
        }
    }

    /// <summary>The connection; <see langword="null"/> when there was none.</summary>
    public static WxCloudConnection? Find(WxCloudException error) => s_origins.TryGetValue(error, out var origin) ? origin.Connection : null;

    /// <summary>The language of the error's message.</summary>
    public static CultureInfo FindLanguage(WxCloudException error) => s_origins.TryGetValue(error, out var origin) ? origin.Language : CultureInfo.CurrentUICulture;

    private sealed record Origin(WxCloudConnection? Connection, CultureInfo Language);
}
