using System;
using WxCloud.Api;
using WxCloud.Backups.Restore;
using WxCloud.Backups.Save;
using WxCloud.Connections;
using WxCloud.Cos;
using WxCloud.Database;
using WxCloud.Database.Calls;
using WxCloud.Functions;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Login;
using WxCloud.Measurements;
using WxCloud.Model;
using WxCloud.Orphans;
using WxCloud.Storage;
using WxCloud.Storage.Buckets;
using WxCloud.Tokens;
using WxCloud.Transfers.Copy;
using WxCloud.Transfers.Documents;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Links;
using WxCloud.Transfers.Migrations;
using WxCloud.Transfers.Sync.Apply;
using WxCloud.Transfers.Sync.Compare;
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
        Lists = new(Storage);
        Objects = new(objects);
        Downloader = new(Storage, Objects, retry, timeProvider);
        var keyCalls = new StorageKeyCalls(Api, endpoint, retry);
        var isContainer = settings.Credential == WxCredentialKind.OpenApiService;
        Keys = CreateKeySource(settings, keyCalls, timeProvider);
        Buckets = new(Storage, objects, retry, Keys, new FileIdMetadata(Storage, isContainer ? keyCalls : null), BucketFiles(settings, timeProvider), timeProvider);
        Files = new(Buckets);
        Test = new(settings, api, objects, Tokens, Storage, Keys, Buckets, timeProvider);
        var lookup = new ObjectLookup(Storage, Objects, retry, timeProvider);
        Stored = new(Buckets, lookup);
        Copier = new(Buckets);
        Folders = new(Buckets, Copier);
        var serviceLinks = new ServiceLinks(Storage);
        OpenContent = fileId => new(fileId, serviceLinks, Objects, retry, timeProvider);
        Repair = new(Buckets, Files, Storage);
        Uploader = new(Storage, Objects, Buckets, new UploadClaims(OwnerOnlyFolder.IsSupported ? UserData.Uploads(settings.DataFolder) : null, timeProvider), retry, Log, timeProvider);
        Statements = new(Api);
        Documents = new(Statements);
        Inserter = new(Statements, retry);
        Editor = new(Statements);
        Finder = new(Statements);
        Aggregates = new(Statements);
        Collections = new(Api);
        Migrations = new(Api);
        Migrator = new(Migrations, Storage, Uploader, new(Objects, retry), timeProvider);
        Functions = new(Api, retry);
        Login = new(endpoint, settings.AppId, settings.AppSecret);
        Comparer = new(Files, Buckets, Log);
        Plans = new(Uploader, Downloader, Buckets, serviceLinks);
        var referenced = new ReferencedFiles(Buckets, Downloader, lookup, Log);
        Backup = new(Collections, new(Documents, timeProvider), Buckets, new(Comparer, Plans), referenced, timeProvider);
        Restore = new(Buckets, new(Files, Stored, Folders, Uploader), new(Collections, Statements, retry), timeProvider);
        Orphans = new(Buckets, Files, Collections, new(Statements), Storage, timeProvider);
        Usage = new(Files);
        Trial = new(Uploader, Downloader, Lists, Buckets, timeProvider);

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

    /// <summary>The keys of the object API.</summary>
    public ICosCredentialSource Keys { get; }

    /// <summary>The buckets of environments.</summary>
    public EnvironmentBuckets Buckets { get; }

    /// <summary>Listings by cloud path.</summary>
    public FileListing Files { get; }

    /// <summary>The database's calls with a statement.</summary>
    public StatementClient Statements { get; }

    public DocumentReader Documents { get; }

    public DocumentInserter Inserter { get; }

    public DocumentEditor Editor { get; }

    public DocumentFinder Finder { get; }

    public AggregateRunner Aggregates { get; }

    public CollectionClient Collections { get; }

    public MigrationClient Migrations { get; }

    public CollectionMigrator Migrator { get; }

    public FunctionClient Functions { get; }

    public LoginClient Login { get; }

    /// <summary>Stored files by name.</summary>
    public StoredFiles Stored { get; }

    /// <summary>Copies inside the storage.</summary>
    public Copier Copier { get; }

    /// <summary>Folders as a whole.</summary>
    public StoredFolders Folders { get; }

    /// <summary>Opens a stored file for reading; the caller disposes it.</summary>
    public Func<FileId, StoredContent> OpenContent { get; }

    /// <summary>Files that Mini Programs cannot read.</summary>
    public FileRepair Repair { get; }

    /// <summary>Compares folders.</summary>
    public FolderComparer Comparer { get; }

    /// <summary>Applies what the comparison of folders planned.</summary>
    public PlanRunner Plans { get; }

    /// <summary>Backs up environments.</summary>
    public EnvironmentBackup Backup { get; }

    /// <summary>Restores backups.</summary>
    public EnvironmentRestore Restore { get; }
    /// <summary>Compares files with documents.</summary>
    public OrphanFinder Orphans { get; }

    /// <summary>Measures what files take.</summary>
    public StorageMeasurer Usage { get; }

    /// <summary>Measures transfers.</summary>
    public TransferTrial Trial { get; }

    /// <summary>Walks the way of a call.</summary>
    public ConnectionTest Test { get; }

    public void Dispose()
    {
        Tokens.Dispose();
        (Keys as IDisposable)?.Dispose();
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

    private ICosCredentialSource CreateKeySource(ConnectionSettings settings, StorageKeyCalls calls, TimeProvider timeProvider)
    {
        if (settings.CosCredential is { } given)
        {
            return new GivenKeys(given);
        }

        return settings.Credential == WxCredentialKind.OpenApiService
            ? new ExpiringKeys(calls.RequestFromContainerAsync, isForObjects: true, cache: null, timeProvider)
            : new ExpiringKeys(calls.RequestFromServiceAsync, isForObjects: false, SharedKeyFile(settings), timeProvider);
    }

    /// <summary>An emulator may be another one at the same address in a moment, with buckets that are laid out otherwise.</summary>
    private Func<string, BucketFile>? BucketFiles(ConnectionSettings settings, TimeProvider timeProvider) =>
        settings.NoTokenCache || settings.IsEmulator || !OwnerOnlyFolder.IsSupported || UserData.Tokens(settings.DataFolder) is not { } folder
            ? null
            : environmentId => new(
                new(folder, SharedFile.Hash("bucket", settings.Endpoint.AbsoluteUri.TrimEnd('/'), environmentId), ".bucket", Log),
                timeProvider);

    private StorageKeyFile? SharedKeyFile(ConnectionSettings settings) =>
        settings.NoTokenCache || settings.AppId is null || !OwnerOnlyFolder.IsSupported || UserData.Tokens(settings.DataFolder) is not { } folder
            ? null
            : new(folder, settings.Endpoint, settings.AppId, settings.AppSecret, Log);

    private TokenFile? SharedTokenFile(ConnectionSettings settings, AppCredential credential) =>
        settings.NoTokenCache || !OwnerOnlyFolder.IsSupported || UserData.Tokens(settings.DataFolder) is not { } folder
            ? null
            : new(folder, settings.Endpoint, credential, Log);
}
