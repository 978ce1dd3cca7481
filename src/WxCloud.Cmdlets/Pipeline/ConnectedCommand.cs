using System;
using System.Management.Automation;
using WxCloud.Api;
using WxCloud.Connections;

namespace WxCloud.Cmdlets.Pipeline;

/// <summary>A command that talks to the service.</summary>
public abstract class ConnectedCommand : WxCloudCommand
{
    private WxCloudConnection? _connected;
    private IDisposable? _listening;

    private protected ConnectedCommand()
    {
    }

    /// <summary>The connection to use; else the default of the session, else one made from the <c>WXCLOUD_*</c> variables.</summary>
    [Parameter]
    public WxCloudConnection? Connection { get; set; }

    /// <summary>The connection in use.</summary>
    /// <exception cref="WxCloudException">There is none.</exception>
    private protected WxCloudConnection Connected => _connected ??= ListenTo(Connection ?? SessionConnections.Current.Default ?? ConnectFromEnvironment());

    private protected override void OnDisposed() => _listening?.Dispose();

    /// <summary>What the engine tells of its calls is for -Debug, and its warnings are warnings.</summary>
    private WxCloudConnection ListenTo(WxCloudConnection connection)
    {
        _listening = connection.Services.Log.Listen(new Listener(this));
        return connection;
    }

    private static WxCloudConnection ConnectFromEnvironment()
    {
        var settings = EnvironmentSettings.Read(Environment.GetEnvironmentVariable) ?? throw Errors.NotConnected();
        var connection = new WxCloudConnection(settings);
        SessionConnections.Current.Add(connection);
        return connection;
    }

    private sealed class Listener(ConnectedCommand command) : IEngineListener
    {
        public void CallEnded(CallTrace call) => command.Bridge.Offer(() => command.WriteDebug(call.ToString()));

        public void Warned(string text) => command.Bridge.Offer(() => command.WriteWarning(text));
    }
}
