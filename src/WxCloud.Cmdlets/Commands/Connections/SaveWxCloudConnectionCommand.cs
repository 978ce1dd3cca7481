using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;
using WxCloud.Connections;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Saves a connection as a profile of the user.</summary>
[Cmdlet(VerbsData.Save, "WxCloudConnection", SupportsShouldProcess = true)]
public sealed class SaveWxCloudConnectionCommand : ConnectedCommand
{
    /// <summary>The name of the profile.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string ProfileName { get; set; } = string.Empty;

    /// <summary>A script that gives the AppSecret or the token whenever the profile is used; its text is saved instead of the secret.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? SecretScript { get; set; }

    /// <summary>Replaces a profile of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void End()
    {
        var settings = WithScript(Connected.Settings);
        if (ShouldProcess(Texts.Format("Profile.Target", ProfileName), Texts.Format("Profile.Save")))
        {
            SavedProfiles.Open().Save(ProfileName, settings, Force);
        }
    }

    /// <summary>Without this parameter the connection keeps the script of its profile.</summary>
    private ConnectionSettings WithScript(ConnectionSettings settings) => (SecretScript, settings) switch
    {
        (null, _) => settings,
        (_, { AppSecret: null, AccessToken: null }) => throw CommandErrors.NoSecretForScript(settings.Credential),
        _ => settings with { SecretScript = SecretScript.ToString() },
    };
}
