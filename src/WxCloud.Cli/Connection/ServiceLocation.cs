using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Emulator;
using WxCloud.Errors;

namespace WxCloud.Cli.Connection;

/// <summary>
/// The service that a command uses. With <c>--local</c> it is the emulator that runs on this computer, else one that
/// runs as long as the command, on the same data.
/// </summary>
internal sealed class ServiceLocation : IAsyncDisposable
{
    private static readonly TimeSpan s_healthTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait for another command that hosts the emulator on the same data.</summary>
    private static readonly TimeSpan s_waitLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);

    private readonly EmulatorHost? _host;

    private ServiceLocation(ConnectionSettings settings, EmulatorHost? host = null)
    {
        Settings = settings;
        _host = host;
    }

    public ConnectionSettings Settings { get; }

    /// <exception cref="WxCloudException">There are no settings to connect with.</exception>
    public static async Task<ServiceLocation> FindAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var endpoint = parsed.GetValue(ConnectionOptions.Endpoint) is { } text ? EnvironmentVariables.ParseEndpoint(text) : null;
        return parsed.GetValue(ConnectionOptions.Local)
            ? await FindEmulatorAsync(parsed, endpoint, cancellationToken)
            : new(WithOptions(Read(parsed), parsed, endpoint));
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? default;

    private static ConnectionSettings Read(ParseResult parsed)
    {
        var variables = EnvironmentVariables.Read(VariableOrOption(parsed));
        if (parsed.GetValue(ConnectionOptions.Profile) is not { } name)
        {
            return variables ?? throw Error.NotConnected();
        }

        var settings = SavedProfiles.Open().Load(name);
        settings = settings.SecretScript is null ? settings
            : variables is null || variables.AppId != settings.AppId || variables.Credential != settings.Credential ? throw Error.ProfileNeedsScript(name)
            : settings with { AppSecret = variables.AppSecret, AccessToken = variables.AccessToken };
        return EnvironmentVariables.AddKeys(settings, Environment.GetEnvironmentVariable);
    }

    private static async Task<ServiceLocation> FindEmulatorAsync(ParseResult parsed, Uri? endpoint, CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        while (endpoint is null && !await IsRunningAsync(ConnectionSettings.DefaultEmulatorEndpoint, cancellationToken))
        {
            try
            {
                var host = await EmulatorHost.StartAsync(new() { Port = 0, DataPath = EmulatorOptions.UserDataPath }, cancellationToken);

                // Its tokens end with it; in the shared cache they would be invalid.
                return new(WithOptions(ConnectionSettings.ForEmulator(host.Endpoint), parsed, endpoint) with { NoTokenCache = true }, host);
            }
            catch (DataFolderInUseException) when (began.Elapsed < s_waitLimit)
            {
                await Task.Delay(s_pollInterval, cancellationToken);
            }
            catch (IOException e)
            {
                throw Error.EmulatorUnavailable(e);
            }
        }

        return new(WithOptions(ConnectionSettings.ForEmulator(endpoint), parsed, endpoint));
    }

    private static async Task<bool> IsRunningAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        try
        {
            // A proxy of the environment has nothing to do with this computer.
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_healthTimeout };
            var reply = await client.GetStringAsync(new Uri(endpoint, "_emulator/health"), cancellationToken);
            return reply.Contains("\"ok\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static Func<string, string?> VariableOrOption(ParseResult parsed) => name =>
        name == EnvironmentVariables.AppId && parsed.GetValue(ConnectionOptions.AppId) is { } appId ? appId : Environment.GetEnvironmentVariable(name);

    private static ConnectionSettings WithOptions(ConnectionSettings settings, ParseResult parsed, Uri? endpoint) => settings with
    {
        EnvironmentId = parsed.GetValue(ConnectionOptions.Environment) ?? settings.EnvironmentId,
        Endpoint = endpoint ?? settings.Endpoint,
        TokenMode = IsGiven(parsed, ConnectionOptions.TokenMode) ? parsed.GetValue(ConnectionOptions.TokenMode) : settings.TokenMode,
        NoTokenCache = settings.NoTokenCache || parsed.GetValue(ConnectionOptions.NoTokenCache),
        IsPlatformEnvironment = settings.IsPlatformEnvironment || parsed.GetValue(ConnectionOptions.PlatformEnvironment),
        Timeout = IsGiven(parsed, ConnectionOptions.Timeout) ? TimeSpan.FromSeconds(parsed.GetValue(ConnectionOptions.Timeout)) : settings.Timeout,
    };

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
