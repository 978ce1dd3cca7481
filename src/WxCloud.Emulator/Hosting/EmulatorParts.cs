using System;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Control;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Objects;
using WxCloud.Emulator.Storage;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator.Hosting;

/// <summary>All parts of one emulator, put together: the one place that shows what depends on what.</summary>
internal sealed class EmulatorParts : IDisposable
{
    private readonly DataFolder? _folder;
    private readonly ObjectStore _store;
    private readonly FaultPlanReader _faultPlans;
    private readonly FaultInjector _faults;

    /// <exception cref="System.IO.IOException">The data folder cannot be used.</exception>
    public EmulatorParts(EmulatorOptions options)
    {
        EnvironmentCatalog environments = new(options.EnvironmentIds);
        EmulatorClock clock = new(options.TimeProvider);
        EmulatorUrls urls = new(options.RawLinks);
        RequestIds requestIds = new(clock);
        RequestLedger requests = new();

        _folder = options.DataPath is null ? null : DataFolder.Open(options.DataPath);
        _store = OpenStore(_folder);
        TokenLedger tokens = new(clock, _folder is null ? null : new TokenStateFile(_folder.FileOf("tokens.json")));

        UploadTickets tickets = new(clock);
        DownloadLinks links = new(clock, urls, options.PublicRead);
        AppCheck appCheck = new(options.IpWhitelist);
        IApiCall[] calls =
        [
            new TokenCall(appCheck, tokens),
            new StableTokenCall(appCheck, tokens),
            new UploadFileCall(environments, tickets, urls),
            new BatchDownloadFileCall(environments, _store, links),
            new BatchDeleteFileCall(environments, _store),
        ];

        SignatureCheck signatures = new(clock);
        ObjectReceiver receiver = new(_store, clock);
        GetObject get = new(_store);
        ApiHost api = new(calls, new TokenGate(tokens), requestIds);
        _faultPlans = new FaultPlanReader(api.Routes);
        _faults = new FaultInjector();
        Application = new EmulatorApplication(
            clock,
            new Router(environments),
            requests,
            _faults,
            new ControlPanel(clock, requests, tokens, _store, _faults, _faultPlans),
            api,
            new ObjectFrontDoor(requestIds),
            new ObjectHost(
                environments,
                _store,
                signatures,
                new PostObject(receiver, new FormGate(clock, tickets, signatures)),
                new PutObject(receiver),
                get,
                options.PublicRead),
            new LinkHost(environments, links, get));
    }

    public EmulatorApplication Application { get; }

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
        _store.Dispose();
        _folder?.Dispose();
    }

    private static ObjectStore OpenStore(DataFolder? folder)
    {
        try
        {
            return new ObjectStore(folder is null ? new MemoryMedium() : new DiskMedium(folder));
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }
}
