using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Shows the connections of the session, the default last.</summary>
[Cmdlet(VerbsCommon.Get, "WxCloudConnection")]
[OutputType(typeof(WxCloudConnection))]
public sealed class GetWxCloudConnectionCommand : WxCloudCommand
{
    /// <summary>The names to look for; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override void End()
    {
        var connections = SessionConnections.Current.ToList();
        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = connections.Where(connection => pattern.IsMatch(connection.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(CommandErrors.ConnectionUnknown(name));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
