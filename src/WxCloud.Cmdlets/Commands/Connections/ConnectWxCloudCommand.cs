using System;
using System.Management.Automation;
using System.Security;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Provider;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Connections;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Makes a connection and the default of the session.</summary>
[Cmdlet(VerbsCommunications.Connect, "WxCloud", DefaultParameterSetName = FromEnvironment)]
[OutputType(typeof(WxCloudConnection))]
public sealed class ConnectWxCloudCommand : WxCloudCommand
{
    private const string FromEnvironment = "Environment";
    private const string FromCredential = "Credential";
    private const string FromSecret = "AppSecret";
    private const string FromToken = "AccessToken";
    private const string InContainer = "CloudRunToken";
    private const string WithoutToken = "OpenApiService";
    private const string ToEmulator = "Emulator";
    private const string FromProfile = "Profile";

    /// <summary>AppID and AppSecret as user name and password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromCredential, Position = 0)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The AppID of the Mini Program.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromSecret)]
    [Parameter(ParameterSetName = FromToken)]
    [ValidateNotNullOrEmpty]
    public string? AppId { get; set; }

    /// <summary>The AppSecret of the Mini Program.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromSecret)]
    public SecureString? AppSecret { get; set; }

    /// <summary>An access token that is managed elsewhere; it may be an authorizer_access_token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromToken)]
    public SecureString? AccessToken { get; set; }

    /// <summary>Uses the token that the platform puts into a file of a cloud container (微信令牌).</summary>
    [Parameter(Mandatory = true, ParameterSetName = InContainer)]
    public SwitchParameter CloudRunToken { get; set; }

    /// <summary>The file of that token; it is read again whenever it changes.</summary>
    [Parameter(ParameterSetName = InContainer)]
    [ValidateNotNullOrEmpty]
    public string? TokenPath { get; set; }

    /// <summary>Calls without a token: inside a cloud container the platform adds it (开放接口服务).</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithoutToken)]
    public SwitchParameter OpenApiService { get; set; }

    /// <summary>Connects to the emulator with the emulator's own credentials.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToEmulator)]
    public SwitchParameter Emulator { get; set; }

    /// <summary>A connection that was saved; parameters given beside it override what was saved.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromProfile)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The cloud environment that commands use by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentId { get; set; }

    /// <summary>The label of the connection.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Another address of the service, such as a gateway's; its path is kept.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    /// <summary>For an environment that belongs to a third-party platform: calls go to <c>componenttcb/</c> with its component_access_token.</summary>
    [Parameter]
    public SwitchParameter PlatformEnvironment { get; set; }

    /// <summary>Which call exchanges AppID and AppSecret for an access token.</summary>
    [Parameter]
    public WxTokenMode TokenMode { get; set; }

    /// <summary>Keeps access tokens in this process instead of the user's shared cache.</summary>
    [Parameter]
    public SwitchParameter NoTokenCache { get; set; }

    /// <summary>Keys for the object API: SecretId as user name, SecretKey as password.</summary>
    [Parameter]
    [Credential]
    public PSCredential? CosCredential { get; set; }

    /// <summary>The session token of temporary keys.</summary>
    [Parameter]
    public SecureString? CosSessionToken { get; set; }

    /// <summary>Seconds for connecting, for a reply to begin and for silence between bytes.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>Makes the drive <c>wx:</c> of the cloud storage.</summary>
    [Parameter]
    public SwitchParameter Drive { get; set; }

    private protected override void Process()
    {
        var settings = CreateSettings();
        settings = WithCommonParameters(CosCredential is null ? EnvironmentVariables.AddKeys(settings, Environment.GetEnvironmentVariable) : settings);
        var connection = new WxCloudConnection(settings);
        if (Drive)
        {
            new SessionDrives(SessionState).Mount(connection);
        }

        SessionConnections.Current.Add(connection);
        WriteObject(connection);
    }

    private ConnectionSettings CreateSettings() => ParameterSetName switch
    {
        FromCredential => new() { AppId = Credential!.UserName, AppSecret = Credential.Password.ToSecret() },
        FromSecret => new() { AppId = AppId, AppSecret = AppSecret!.ToSecret() },
        FromToken => new() { Credential = WxCredentialKind.AccessToken, AppId = AppId, AccessToken = AccessToken!.ToSecret() },
        InContainer => new()
        {
            Credential = WxCredentialKind.CloudRunToken,
            TokenPath = TokenPath is null ? ConnectionSettings.DefaultTokenPath : new LocalPaths(SessionState.Path).Literal(TokenPath),
        },
        WithoutToken => new() { Credential = WxCredentialKind.OpenApiService, Endpoint = ConnectionSettings.OpenApiServiceEndpoint },
        ToEmulator => ConnectionSettings.ForEmulator(Endpoint),
        FromProfile => new SecretScripts(InvokeCommand).Complete(SavedProfiles.Open().Load(ProfileName!)),
        _ => EnvironmentVariables.Read(Environment.GetEnvironmentVariable) ?? throw Error.SettingMissing("AppId (WXCLOUD_APPID)"),
    };

    /// <summary>Parameters that were not given keep the value of the profile or of the environment variables.</summary>
    private ConnectionSettings WithCommonParameters(ConnectionSettings settings) => settings with
    {
        EnvironmentId = EnvironmentId ?? settings.EnvironmentId,
        Name = Name ?? settings.Name,
        Endpoint = Endpoint ?? settings.Endpoint,
        IsPlatformEnvironment = IsGiven(nameof(PlatformEnvironment)) ? PlatformEnvironment : settings.IsPlatformEnvironment,
        TokenMode = IsGiven(nameof(TokenMode)) ? TokenMode : settings.TokenMode,
        NoTokenCache = IsGiven(nameof(NoTokenCache)) ? NoTokenCache : settings.NoTokenCache,
        CosSecretId = CosCredential?.UserName ?? settings.CosSecretId,
        AreKeysOfVariables = settings.AreKeysOfVariables && CosCredential is null,
        CosSecretKey = CosCredential?.Password.ToSecret() ?? settings.CosSecretKey,

        // Other keys do not go with the saved token.
        CosSessionToken = CosSessionToken?.ToSecret() ?? (CosCredential is null ? settings.CosSessionToken : null),
        Timeout = IsGiven(nameof(TimeoutSec)) ? TimeSpan.FromSeconds(TimeoutSec) : settings.Timeout,
    };

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
