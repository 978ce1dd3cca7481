using System.Management.Automation;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that talks to the service.</summary>
public abstract class ConnectedCommand : WxCloudCommand
{
    private WxCloudConnection? _connected;

    private protected ConnectedCommand()
    {
    }

    /// <summary>The connection to use; else the default of the session, else one made from the <c>WXCLOUD_*</c> variables.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConnectionObject]
    public WxCloudConnection? Connection { get; set; }

    /// <summary>The connection in use.</summary>
    /// <exception cref="WxCloudException">There is no connection, or it is from another process and its secret cannot be found.</exception>
    private protected WxCloudConnection Connected => _connected ??= Find();

    private protected sealed override WxCloudConnection? ErrorConnection => _connected;

    private WxCloudConnection Find()
    {
        var connection = Connection is null
            ? SessionConnections.Current.DefaultOrFromEnvironment()
            : DeserializedConnections.Recover(Connection, new(InvokeCommand));
        ListenTo(connection.Engine.Log);
        return connection;
    }
}
