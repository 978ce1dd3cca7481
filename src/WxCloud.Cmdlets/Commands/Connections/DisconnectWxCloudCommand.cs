using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Provider;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Closes connections.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "WxCloud")]
public sealed class DisconnectWxCloudCommand : WxCloudCommand
{
    /// <summary>The connections to close; wildcards are allowed. Without it, the default one.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Removes the access tokens from the user's shared cache too.</summary>
    [Parameter]
    public SwitchParameter ClearTokenCache { get; set; }

    private protected override void Process()
    {
        var session = SessionConnections.Current;
        if (Name is null)
        {
            if (session.Default is { } connection)
            {
                Close(session, connection);
            }

            return;
        }

        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = session.ToList().Where(connection => pattern.IsMatch(connection.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(CommandErrors.ConnectionUnknown(name));
            }

            found.ForEach(connection => Close(session, connection));
        }
    }

    private void Close(SessionConnections session, WxCloudConnection connection)
    {
        session.Remove(connection);
        new SessionDrives(SessionState).Unmount(connection);
        if (ClearTokenCache)
        {
            connection.Engine.Tokens.Forget();
        }

        connection.Dispose();
    }
}
