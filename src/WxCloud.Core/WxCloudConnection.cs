using System;
using System.Threading;
using WxCloud.Connections;
using WxCloud.Errors;

namespace WxCloud;

/// <summary>
/// The address and the credentials of calls. Network connections are opened by the first call. Several commands and threads
/// may use one connection at a time.
/// </summary>
public sealed class WxCloudConnection : IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly Lazy<Engine> _engine;

    internal WxCloudConnection(ConnectionSettings settings, TimeProvider? timeProvider = null)
    {
        settings.Validate();
        _settings = settings;
        _engine = new(() => new(settings, timeProvider ?? TimeProvider.System), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    private WxCloudConnection(ConnectionSettings described, bool isStandIn)
    {
        _settings = described;
        _engine = new(() => throw Error.SecretNotFound(Name));
        IsStandIn = isStandIn;
    }

    /// <summary>The label that distinguishes connections.</summary>
    public string Name => _settings.Name ?? _settings.AppId ?? _settings.Endpoint.Host;

    /// <summary>The saved profile that it was made from; <see langword="null"/> when it was made otherwise.</summary>
    public string? ProfileName => _settings.ProfileName;

    /// <summary>The AppID; <see langword="null"/> when only a token is known, or none is needed.</summary>
    public string? AppId => _settings.AppId;

    /// <summary>The cloud environment that commands use unless another is given; <see langword="null"/> when none is set.</summary>
    public string? EnvironmentId => _settings.EnvironmentId;

    /// <summary>The address of the service, its path included.</summary>
    public Uri Endpoint => _settings.Endpoint;

    /// <summary>How the connection authenticates.</summary>
    public WxCredentialKind Credential => _settings.Credential;

    /// <summary>The file of the container's token; <see langword="null"/> when another credential is used.</summary>
    public string? TokenPath => Credential == WxCredentialKind.CloudRunToken ? _settings.TokenPath : null;

    /// <summary>Whether the environment belongs to a third-party platform, so that calls go to <c>componenttcb/</c>.</summary>
    public bool IsPlatformEnvironment => _settings.IsPlatformEnvironment;

    /// <summary>Which of the two token calls is used when the credential is an AppSecret.</summary>
    public WxTokenMode TokenMode => _settings.TokenMode;

    /// <summary>Seconds for connecting, for a reply to begin and for silence between bytes.</summary>
    public int TimeoutSec => (int)_settings.Timeout.TotalSeconds;

    /// <summary>Whether the other side is the emulator.</summary>
    public bool IsEmulator => _settings.IsEmulator;

    /// <summary>Whether this represents a connection of another process, whose secret is not known here.</summary>
    internal bool IsStandIn { get; }

    internal ConnectionSettings Settings => _settings;

    internal Engine Engine => _engine.Value;

    /// <summary>Represents a connection of another process until its secret is found: its settings can be read, but it cannot be used.</summary>
    internal static WxCloudConnection StandIn(ConnectionSettings described) => new(described, isStandIn: true);

    /// <summary>The named environment, else the connection's own.</summary>
    /// <exception cref="WxCloudException">Neither is set.</exception>
    internal string RequireEnvironment(string? environmentId) =>
        string.IsNullOrEmpty(environmentId) ? EnvironmentId ?? throw Error.EnvironmentMissing() : environmentId!;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Closes the sockets. Calls in flight fail.</summary>
    public void Dispose()
    {
        if (_engine.IsValueCreated)
        {
            _engine.Value.Dispose();
        }
    }
}
