using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using WxCloud.Connections;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Sessions;

/// <summary>The connections of a runspace, the default last. A weak table keeps them as long as the runspace exists.</summary>
internal sealed class SessionConnections
{
    private static readonly ConditionalWeakTable<Runspace, SessionConnections> s_byRunspace = new();

    private readonly object _gate = new();
    private readonly List<WxCloudConnection> _connections = [];

    /// <summary>The connections of the calling thread's runspace.</summary>
    public static SessionConnections Current => s_byRunspace.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The connection of commands without -Connection; <see langword="null"/> when there is none.</summary>
    public WxCloudConnection? Default
    {
        get
        {
            lock (_gate)
            {
                return _connections.LastOrDefault();
            }
        }
    }

    /// <summary>The default connection, else one made from the <c>WXCLOUD_*</c> variables, which becomes the default.</summary>
    /// <exception cref="WxCloudException">There is neither.</exception>
    public WxCloudConnection DefaultOrFromEnvironment() => FindDefaultOrFromEnvironment() ?? throw Error.NotConnected();

    /// <summary>The same, or <see langword="null"/> when there is neither.</summary>
    /// <exception cref="WxCloudException">The variables do not make a connection.</exception>
    public WxCloudConnection? FindDefaultOrFromEnvironment()
    {
        if (Default is { } connection)
        {
            return connection;
        }

        if (EnvironmentVariables.Read(Environment.GetEnvironmentVariable) is not { } settings)
        {
            return null;
        }

        connection = new(settings);
        Add(connection);
        return connection;
    }

    public IReadOnlyList<WxCloudConnection> ToList()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    /// <summary>Makes a connection the default, and removes the one of the same name from the list, which stays usable.</summary>
    public void Add(WxCloudConnection connection)
    {
        lock (_gate)
        {
            _connections.RemoveAll(other => string.Equals(other.Name, connection.Name, StringComparison.OrdinalIgnoreCase));
            _connections.Add(connection);
        }
    }

    public void Remove(WxCloudConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }
}
