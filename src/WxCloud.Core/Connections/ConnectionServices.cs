using System;
using WxCloud.Api;
using WxCloud.Cos;
using WxCloud.Storage;
using WxCloud.Tokens;
using WxCloud.Transfers;

namespace WxCloud.Connections;

/// <summary>The parts of the engine that work for one connection, put together.</summary>
internal sealed class ConnectionServices : IDisposable
{
    private readonly HttpClients _clients;

    public ConnectionServices(ConnectionSettings settings, TimeProvider timeProvider)
    {
        _clients = new(settings.Timeout);
        var transport = new HttpTransport(settings.Timeout, settings.AllowsPlainHttp, Log, timeProvider);
        var retry = new RetryPolicy(timeProvider);
        var endpoint = new ApiEndpoint(settings, _clients.Api, transport);
        Tokens = TokenSources.Create(settings, endpoint, retry, Log, timeProvider);
        Api = new(endpoint, Tokens, retry);
        Storage = new(Api, timeProvider);
        Test = new(settings, _clients, transport, Tokens, Storage, timeProvider);
        Lists = new(Storage);
        Objects = new(_clients.Objects, transport);
        Uploader = new(Storage, Objects, retry, timeProvider);
        Downloader = new(Storage, Objects, retry, timeProvider);
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
}
