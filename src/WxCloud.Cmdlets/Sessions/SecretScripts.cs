using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Security;
using WxCloud.Cmdlets.Errors;
using WxCloud.Connections;
using WxCloud.Secrets;

namespace WxCloud.Cmdlets.Sessions;

/// <summary>Runs the scripts that saved profiles have instead of secrets, in the session of the caller.</summary>
internal sealed class SecretScripts(CommandInvocationIntrinsics session)
{
    /// <summary>Returns errors as output. Warnings and host output are shown, since a vault may have to be unlocked; verbose and
    /// debug lines of the commands that fetch a secret are not.</summary>
    private const string Runner = "& $args[0] 2>&1 4>$null 5>$null";

    /// <summary>The settings with the secret that their script returns; unchanged when they have no script.</summary>
    /// <exception cref="WxCloudException">The script failed, or returned no secret.</exception>
    public ConnectionSettings Complete(ConnectionSettings settings) => settings switch
    {
        { SecretScript: null } => settings,
        { Credential: WxCredentialKind.AccessToken } => settings with { AccessToken = Run(settings.ProfileName!, settings.SecretScript) },
        _ => settings with { AppSecret = Run(settings.ProfileName!, settings.SecretScript) },
    };

    private Secret Run(string profileName, string script)
    {
        var output = Invoke(profileName, script);
        var secret = output.Count == 1 ? Read(output[0]) : null;
        return secret is null or { IsEmpty: true } ? throw CommandErrors.SecretScriptOdd(profileName) : secret;
    }

    private Collection<PSObject> Invoke(string profileName, string script)
    {
        try
        {
            var output = session.InvokeScript(useLocalScope: true, session.NewScriptBlock(Runner), input: null, session.NewScriptBlock(script));
            return output.Select(static item => item?.BaseObject).OfType<ErrorRecord>().FirstOrDefault() is { } error
                ? throw CommandErrors.SecretScriptFailed(profileName, error.Exception)
                : output;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw CommandErrors.SecretScriptFailed(profileName, e);
        }
    }

    private static Secret? Read(PSObject? given) => given?.BaseObject switch
    {
        string text => new(text),
        SecureString text => text.ToSecret(),
        PSCredential credential => credential.Password.ToSecret(),
        _ => null,
    };
}
