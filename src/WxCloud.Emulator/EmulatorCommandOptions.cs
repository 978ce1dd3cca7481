using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using System.Net;

namespace WxCloud.Emulator;

/// <summary>The options of an emulator on a command line: those of its own program, and of any other program that runs one.</summary>
public sealed class EmulatorCommandOptions
{
    private readonly EmulatorOptions _defaults = new();
    private readonly EmulatorOptionTexts _texts;
    private readonly Option<int> _port;
    private readonly Option<IPAddress> _address;
    private readonly Option<string[]> _hosts;
    private readonly Option<string?> _dataPath;
    private readonly Option<bool> _inMemory;
    private readonly Option<string[]> _environments;
    private readonly Option<string?> _basePath;
    private readonly Option<bool> _cloudPathForms;
    private readonly Option<bool> _openApiService;
    private readonly Option<string?> _faults;
    private readonly Option<bool> _publicRead;
    private readonly Option<bool> _rawLinks;
    private readonly Option<string?> _functions;
    private readonly Option<string?> _node;
    private readonly Option<bool> _verbose;

    /// <summary>Creates the options.</summary>
    /// <param name="texts">Their descriptions and errors; null for English ones.</param>
    public EmulatorCommandOptions(EmulatorOptionTexts? texts = null)
    {
        _texts = texts ?? new();
        _port = new("--port") { Description = _texts.Port, HelpName = "N", CustomParser = ParsePort, DefaultValueFactory = _ => _defaults.Port };
        _address = new("--address") { Description = _texts.Address, HelpName = "IP", CustomParser = ParseAddress, DefaultValueFactory = _ => _defaults.Address };
        _hosts = Many("--host", _texts.Host, "NAME");
        _dataPath = Text("--data-path", _texts.DataPath, "DIR");
        _inMemory = Flag("--in-memory", _texts.InMemory);
        _environments = Many("--environment", _texts.Environment, "ID");
        _basePath = Text("--base-path", _texts.BasePath, "PREFIX");
        _cloudPathForms = Flag("--cloud-path-forms", _texts.CloudPathForms);
        _openApiService = Flag("--open-api-service", _texts.OpenApiService);
        _faults = Text("--faults", _texts.Faults, "FILE");
        _publicRead = Flag("--public-read", _texts.PublicRead);
        _rawLinks = Flag("--raw-links", _texts.RawLinks);
        _functions = Text("--functions", _texts.Functions, "DIR");
        _node = Text("--node", _texts.Node, "FILE");
        _verbose = Flag("--verbose", _texts.Verbose);
    }

    /// <summary>Adds the options to a command, which refuses those that exclude each other.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _port, _address, _hosts, _dataPath, _inMemory, _environments, _basePath, _cloudPathForms, _openApiService, _faults, _publicRead, _rawLinks,
            _functions, _node, _verbose,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_inMemory) && result.GetValue(_dataPath) is not null)
            {
                result.AddError(_texts.ExcludeEachOther(_inMemory.Name, _dataPath.Name));
            }
            else if (!result.GetValue(_inMemory) && result.GetValue(_dataPath) is null && EmulatorOptions.UserDataPath is null)
            {
                result.AddError(_texts.NoDataFolder);
            }
        });
    }

    /// <summary>The options as they were given.</summary>
    public EmulatorOptions Read(ParseResult parsed) => _defaults with
    {
        Port = parsed.GetValue(_port),
        Address = parsed.GetRequiredValue(_address),
        HostNames = parsed.GetValue(_hosts) ?? [],
        DataPath = parsed.GetValue(_inMemory) ? null : parsed.GetValue(_dataPath) ?? EmulatorOptions.UserDataPath,
        EnvironmentIds = parsed.GetValue(_environments) is { Length: > 0 } ids ? ids : _defaults.EnvironmentIds,
        BasePath = parsed.GetValue(_basePath) ?? _defaults.BasePath,
        CloudPathForms = parsed.GetValue(_cloudPathForms),
        OpenApiService = parsed.GetValue(_openApiService),
        FaultPath = parsed.GetValue(_faults),
        PublicRead = parsed.GetValue(_publicRead),
        RawLinks = parsed.GetValue(_rawLinks),
        FunctionPath = parsed.GetValue(_functions),
        NodePath = parsed.GetValue(_node),
        FunctionOutput = parsed.GetValue(_verbose) ? System.Console.Out.WriteLine : null,
    };

    /// <summary>An option without a value. Otherwise the word after it would be read as its value.</summary>
    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    private Option<string?> Text(string name, string description, string helpName) => NotEmpty(new Option<string?>(name) { Description = description, HelpName = helpName });

    private Option<string[]> Many(string name, string description, string helpName) => NotEmpty(new Option<string[]>(name) { Description = description, HelpName = helpName });

    /// <summary>An empty text, such as that of a variable that is not set, is a mistake and no choice.</summary>
    private T NotEmpty<T>(T option)
        where T : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
            {
                result.AddError(_texts.Empty(option.Name));
            }
        });
        return option;
    }

    private int ParsePort(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
        {
            return port;
        }

        result.AddError(_texts.NotAPort(text));
        return 0;
    }

    private IPAddress ParseAddress(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        result.AddError(_texts.NotAnAddress(text));
        return IPAddress.None;
    }
}

/// <summary>The descriptions and errors of the options, in English unless a program sets its own.</summary>
public sealed record EmulatorOptionTexts
{
    /// <summary>Describes <c>--port</c>.</summary>
    public string Port { get; init; } = "The port to listen on (9380); 0 takes any free one.";

    /// <summary>Describes <c>--address</c>.</summary>
    public string Address { get; init; } = "The address to listen on (127.0.0.1).";

    /// <summary>Describes <c>--host</c>.</summary>
    public string Host { get; init; } = "Another name under which clients reach it; may be given several times.";

    /// <summary>Describes <c>--data-path</c>.</summary>
    public string DataPath { get; init; } = "The folder for objects and tokens (default: the user's data folder).";

    /// <summary>Describes <c>--in-memory</c>.</summary>
    public string InMemory { get; init; } = "Keep everything in memory; nothing survives a restart.";

    /// <summary>Describes <c>--environment</c>.</summary>
    public string Environment { get; init; } = "A cloud environment (local-env); may be given several times.";

    /// <summary>Describes <c>--base-path</c>.</summary>
    public string BasePath { get; init; } = "A prefix that every key has and cloud paths do not, as in an environment with a shared bucket.";

    /// <summary>Describes <c>--cloud-path-forms</c>.</summary>
    public string CloudPathForms { get; init; } = "Forms name the cloud path, to which the base path is added.";

    /// <summary>Describes <c>--open-api-service</c>.</summary>
    public string OpenApiService { get; init; } = "Calls need no token, as in a cloud container (开放接口服务).";

    /// <summary>Describes <c>--faults</c>.</summary>
    public string Faults { get; init; } = "A file with fault rules that are in force from the start.";

    /// <summary>Describes <c>--public-read</c>.</summary>
    public string PublicRead { get; init; } = "Links have no signature and never expire.";

    /// <summary>Describes <c>--raw-links</c>.</summary>
    public string RawLinks { get; init; } = "URLs are raw text, not percent-encoded.";

    /// <summary>Describes <c>--functions</c>.</summary>
    public string Functions { get; init; } = "The folder of a project's cloud functions, or the project's folder.";

    /// <summary>Describes <c>--node</c>.</summary>
    public string Node { get; init; } = "The Node program that runs cloud functions (default: the one on PATH).";

    /// <summary>Describes <c>--verbose</c>.</summary>
    public string Verbose { get; init; } = "Show what cloud functions print, and how each call ended.";

    /// <summary>The error when there is no folder for the data.</summary>
    public string NoDataFolder { get; init; } = "This user has no data folder: name one with --data-path, or use --in-memory.";

    /// <summary>The error of two options of which only one may be given.</summary>
    public Func<string, string, string> ExcludeEachOther { get; init; } = static (option, other) => $"{option} and {other} exclude each other.";

    /// <summary>The error of an option with an empty value.</summary>
    public Func<string, string> Empty { get; init; } = static option => $"{option} may not be empty.";

    /// <summary>The error of a text that is not a port.</summary>
    public Func<string, string> NotAPort { get; init; } = static text => $"'{text}' is not a port.";

    /// <summary>The error of a text that is not an IP address.</summary>
    public Func<string, string> NotAnAddress { get; init; } = static text => $"'{text}' is not an IP address.";
}
