using System;
using WxCloud.Emulator.Admin;
using WxCloud.Emulator.Admin.Database;
using WxCloud.Emulator.Admin.Functions;
using WxCloud.Emulator.Admin.Storage;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Console;
using WxCloud.Emulator.Console.Database;
using WxCloud.Emulator.Console.Functions;
using WxCloud.Emulator.Console.Overview;
using WxCloud.Emulator.Console.Requests;
using WxCloud.Emulator.Console.Storage;
using WxCloud.Emulator.Control;
using WxCloud.Emulator.Database.Calls;
using WxCloud.Emulator.Database.Migrations;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Functions.Calls;
using WxCloud.Emulator.Functions.Invocation;
using WxCloud.Emulator.Functions.Logs;
using WxCloud.Emulator.Functions.Processes;
using WxCloud.Emulator.Functions.Schedules;
using WxCloud.Emulator.Functions.Sources;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Login;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Forms;
using WxCloud.Emulator.Objects.Hosts;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.S3;
using WxCloud.Emulator.Objects.Signatures;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Storage;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator;

/// <summary>Creates the parts of one emulator: the one place that shows which part depends on which.</summary>
internal sealed class Composition : IDisposable
{
    private readonly DataFolder? _folder;
    private readonly ObjectStore _store;
    private readonly DocumentStore _documents;
    private readonly FaultPlanReader _faultPlans;
    private readonly FaultInjector _faults;
    private readonly FunctionService _functions;
    private readonly FunctionScheduler _scheduler;

    /// <exception cref="System.IO.IOException">The data folder cannot be used.</exception>
    public Composition(EmulatorOptions options)
    {
        var environments = new EnvironmentCatalog(options.EnvironmentIds, options.BasePath);
        var clock = new EmulatorClock(options.TimeProvider);
        var urls = new EmulatorUrls(options.RawLinks);
        var requestIds = new RequestIds(clock);
        var requests = new RequestCounters();

        var functionFolder = options.FunctionPath is null ? null : new FunctionFolder(options.FunctionPath);
        _folder = options.DataPath is null ? null : DataFolder.Open(options.DataPath);
        _store = OpenStore(_folder);
        var tokens = new TokenIssuer(clock, _folder is null ? null : new TokenStateFile(_folder.FileOf("tokens.json")));

        var tickets = new UploadTickets(clock);
        var links = new DownloadLinks(clock, urls, options.PublicRead);
        _documents = new DocumentStore(_folder?.FolderOf("database"));
        var database = new DatabaseServices(environments, _documents, clock, Random.Shared);
        var migrations = new MigrationJobs();
        var migrationFiles = new MigrationFiles(_store, clock);
        var keyPairs = new KeyPairs(clock);
        var serviceKeys = new ServiceKeyCall(clock, keyPairs);
        var functionLogs = new FunctionLogs(options.FunctionOutput);
        _functions = new FunctionService(functionFolder, new NodeProgram(options.NodePath), clock, functionLogs, options.TimeProvider);
        _scheduler = new FunctionScheduler(_functions, environments, clock, functionLogs, new DelayedTasks(clock, _folder?.FileOf("delayed-tasks.json")));
        var appCheck = new AppCredentialsCheck(options.IpWhitelist);
        var logins = new LoginCodes(clock);
        IApiCall[] direct =
        [
            new TokenCall(appCheck, tokens),
            new StableTokenCall(appCheck, tokens),
            new UploadFileCall(environments, tickets, urls),
            new BatchDownloadFileCall(environments, _store, links),
            new BatchDeleteFileCall(environments, _store),
            serviceKeys,
            new ContainerKeyCall(keyPairs),
            new EncodeMetadataCall(environments),
            .. StatementCall.All(database),
            new AddCollectionCall(database),
            new DeleteCollectionCall(database),
            new ListCollectionsCall(database),
            new UpdateIndexCall(database),
            new ImportCall(database, migrations, migrationFiles),
            new ExportCall(database, migrations, migrationFiles),
            new MigrationInfoCall(database, migrations, links),
            new DelayedTaskCall(environments, _scheduler),
            new LoginCall(logins),
            new ComponentLoginCall(logins, tokens),
        ];
        IApiEndpoint[] calls =
        [
            .. direct,
            .. ComponentCall.All(direct, database),
            new InvokeFunctionCall("tcb/invokecloudfunction", environments, _functions),
            new InvokeFunctionCall("componenttcb/invokecloudfunction", environments, _functions),
        ];

        var signatures = new SignatureCheck(clock, keyPairs);
        var receiver = new ObjectReceiver(_store, clock);
        var get = new GetObject(_store);
        var api = new ApiHost(calls, new TokenGate(tokens, options.OpenApiService), requestIds, TokenReplyJson.Default, StorageJson.Default, DatabaseReplyJson.Default, FunctionReplyJson.Default, LoginReplyJson.Default);
        var admin = new AdminHost(
            environments,
            clock,
            keyPairs,
            [
                .. new DatabaseActions(_documents, new TransactionRegistry(_documents, clock), Random.Shared).All,
                .. new StorageActions(_store, tickets, clock, options.PublicRead).All,
                .. new FunctionActions(_functions).All,
            ]);
        _faultPlans = new FaultPlanReader([.. api.Routes, AdminHost.Route]);
        _faults = new FaultInjector();
        var hosts = new HostGuard(options.HostNames);
        var pipeline = new ObjectPipeline(requestIds);
        var log = new RequestLog();
        var key = new ConsoleAccessKey(options.Address);
        ConsoleAccessKey = key.Text;
        Application = new Application(
            clock,
            hosts,
            new Router(environments, hosts),
            requests,
            _faults,
            new ControlPanel(clock, requests, tokens, keyPairs, serviceKeys, _store, _documents, environments, _faults, _faultPlans, _scheduler, logins),
            new ConsoleHost(
                key,
                new ConsolePages(key),
                api,
                [
                    .. new OverviewCalls(environments, _store, _documents, requests, _faults, clock, options.DataPath).All,
                    .. new RequestCalls(log).All,
                    .. new StorageCalls(environments, _store, clock, pipeline, get, new PutObject(receiver)).All,
                    .. new IndexCalls(environments, _documents).All,
                    .. new FunctionCalls(functionLogs, _functions, clock).All,
                ]),
            log,
            api,
            admin,
            pipeline,
            new ObjectHost(
                environments,
                signatures,
                new AwsSignatureCheck(clock, keyPairs),
                new PostObject(receiver, new FormAuthorization(clock, tickets, keyPairs, signatures), options.CloudPathForms ? environments : null),
                new ObjectOperations(environments, clock, _store, receiver, get),
                options.PublicRead),
            new LinkHost(environments, links, get));
    }

    public Application Application { get; }

    /// <summary>The key that the console requires; null when it requires none.</summary>
    public string? ConsoleAccessKey { get; }

    /// <summary>Starts the parts that need the emulator's address.</summary>
    public void Start(Uri endpoint)
    {
        _functions.Start(endpoint);
        _scheduler.Start();
    }

    /// <summary>Puts the rules of a file in force.</summary>
    /// <exception cref="ArgumentException">The file holds no such rules.</exception>
    /// <exception cref="System.IO.IOException">The file cannot be read.</exception>
    public void UseFaults(string path)
    {
        try
        {
            _faults.Plan = _faultPlans.ReadFile(path);
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, nameof(path), e);
        }
    }

    public void Dispose()
    {
        _scheduler.Dispose();
        _functions.Dispose();
        _documents.Dispose();
        _store.Dispose();
        _folder?.Dispose();
    }

    private static ObjectStore OpenStore(DataFolder? folder)
    {
        try
        {
            return new ObjectStore(folder is null ? new MemoryMedium() : new DiskMedium(folder.Path));
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }
}
