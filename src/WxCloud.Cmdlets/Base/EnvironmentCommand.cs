using System.Management.Automation;
using WxCloud.Cmdlets.Completion;

namespace WxCloud.Cmdlets.Base;

/// <summary>A command that works in one cloud environment.</summary>
public abstract class EnvironmentCommand : ConnectedCommand
{
    private protected EnvironmentCommand()
    {
    }

    /// <summary>The cloud environment; else the connection's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentId { get; set; }

    /// <summary>The environment to work in.</summary>
    /// <exception cref="WxCloudException">Neither the command nor the connection names one, or there is no connection.</exception>
    private protected string RequiredEnvironment => Connected.RequireEnvironment(EnvironmentId);
}
