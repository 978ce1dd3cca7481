using System;
using WxCloud.Api;
using WxCloud.Connections;
using WxCloud.Cos;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Storage;
using WxCloud.Tokens;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Upload;

namespace WxCloud;

/// <summary>The parts of the engine that work for one connection, put together.</summary>
internal sealed class Engine : IDisposable
{
    private readonly HttpClients _clients;

    public Engine(ConnectionSettings settings, TimeProvider timeProvider)
    {
        _clients = new(settings.Timeout);
        var api = Transport(HttpClients.Api);
        var objects = Transport(HttpClients.Objects);
        var retry = new RetryPolicy(timeProvider);
        var endpoint = new ApiEndpoint(settings.Endpoint, settings.RoutePrefix, api);
        Tokens = CreateTokenSource(settings, endpoint, retry, timeProvider);
        Api = new(endpoint, Tokens, retry);
        Storage = new(Api, timeProvider);
        Test = new(settings, api, objects, Tokens, Storage, timeProvider);
        Lists = new(Storage);
        Objects = new(objects);
        Uploader = new(Storage, Objects, retry, timeProvider);
        Downloader = new(Storage, Objects, retry, timeProvider);

        HttpTransport Transport(string client) =>
            new(_clients, client, settings.Timeout, settings.AllowsPlainHttp, Log, timeProvider);
    }

    /// <summary>What happens, for those who listen.</summary>
    public EngineLog Log { get; } = new();

    public ITokenSource Tokens { get; }

    public ApiClient Api { get; }

    public StorageClient Storage { get; }

    public StorageLists Lists { get; }

    public ObjectClient Objects { get; }

    public Uploader Uploader { get; }

    public Downloader Downloader { get; }

    /// <summary>Walks the way of a call.</summary>
    public ConnectionTest Test { get; }

    public void Dispose()
    {
        Tokens.Dispose();
        _clients.Dispose();
    }

    private ITokenSource CreateTokenSource(ConnectionSettings settings, ApiEndpoint endpoint, RetryPolicy retry, TimeProvider timeProvider)
    {
        switch (settings.Credential)
        {
            case WxCredentialKind.AccessToken:
                return new GivenTokenSource(settings.AccessToken!);
            case WxCredentialKind.CloudRunToken:
                return new ContainerTokenSource(settings.TokenPath);
            case WxCredentialKind.OpenApiService:
                return new NoTokenSource();
            default:
                var credential = new AppCredential(settings.AppId!, settings.AppSecret!, settings.TokenMode);
                return new ExchangedTokenSource(
                    new TokenEndpoint(credential, endpoint, retry, timeProvider),
                    SharedTokenFile(settings, credential),
                    timeProvider);
        }
    }

    private TokenFile? SharedTokenFile(ConnectionSettings settings, AppCredential credential) =>
        settings.NoTokenCache || !OwnerOnlyFolder.IsSupported || UserData.Tokens(settings.DataFolder) is not { } folder
            ? null
            : new(folder, settings.Endpoint, credential, Log);
}
