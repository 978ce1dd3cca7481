using System.Runtime.CompilerServices;

namespace WxCloud.Cmdlets.Sessions;

/// <summary>Which connection an error came from, as long as the error lives.</summary>
internal static class ErrorConnections
{
    private static readonly ConditionalWeakTable<WxCloudException, WxCloudConnection> s_connections = new();

    public static void Add(WxCloudException error, WxCloudConnection? connection)
    {
        if (connection is not null && !s_connections.TryGetValue(error, out _))
        {
            s_connections.Add(error, connection);
        }
    }

    /// <summary>The connection; <see langword="null"/> when there was none.</summary>
    public static WxCloudConnection? Find(WxCloudException error) => s_connections.TryGetValue(error, out var connection) ? connection : null;
}
