using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Threading.Tasks;

namespace WxCloud.Emulator;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    private const string Port = "--port";

    /// <summary>Describes the program.</summary>
    /// <param name="run">Runs an emulator and returns the exit code.</param>
    public static RootCommand Create(Func<EmulatorOptions, Task<int>> run)
    {
        var defaults = new EmulatorOptions();
        var port = new Option<int>(Port)
        {
            Description = "The port to listen on (9380); 0 takes any free one.",
            HelpName = "N",
            CustomParser = ParsePort,
            DefaultValueFactory = _ => defaults.Port,
        };
        var address = new Option<IPAddress>("--address")
        {
            Description = "The address to listen on (127.0.0.1).",
            HelpName = "IP",
            CustomParser = ParseAddress,
            DefaultValueFactory = _ => defaults.Address,
        };
        var hosts = new Option<string[]>("--host") { Description = "Another name under which clients reach it; may be given several times.", HelpName = "NAME" };
        var dataPath = new Option<string?>("--data-path") { Description = "The folder for objects and tokens (default: the user's data folder).", HelpName = "DIR" };
        var inMemory = new Option<bool>("--in-memory") { Description = "Keep everything in memory; nothing survives a restart." };
        var environments = new Option<string[]>("--environment") { Description = "A cloud environment (local-env); may be given several times.", HelpName = "ID" };
        var basePath = new Option<string>("--base-path")
        {
            Description = "A prefix that every key has and cloud paths do not, as in an environment with a shared bucket.",
            HelpName = "PREFIX",
            DefaultValueFactory = _ => defaults.BasePath,
        };
        var cloudPathForms = new Option<bool>("--cloud-path-forms") { Description = "Forms name the cloud path, to which the base path is added." };
        var openApiService = new Option<bool>("--open-api-service") { Description = "Calls need no token, as in a cloud container (开放接口服务)." };
        var faults = new Option<string?>("--faults") { Description = "A file with fault rules that are in force from the start.", HelpName = "FILE" };
        var publicRead = new Option<bool>("--public-read") { Description = "Links have no signature and never expire." };
        var rawLinks = new Option<bool>("--raw-links") { Description = "URLs are raw text, not percent-encoded." };
        var functions = new Option<string?>("--functions") { Description = "The folder of a project's cloud functions, or the project's folder.", HelpName = "DIR" };
        var node = new Option<string?>("--node") { Description = "The Node program that runs cloud functions (default: the one on PATH).", HelpName = "FILE" };
        var verbose = new Option<bool>("--verbose") { Description = "Show what cloud functions print, and how each call ended." };

        var command = new RootCommand("The WeChat cloud service on localhost: tokens, storage, database, cloud functions, login.")
        {
            port, address, hosts, dataPath, inMemory, environments, basePath, cloudPathForms, openApiService, faults, publicRead, rawLinks, functions, node, verbose,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(inMemory) && result.GetValue(dataPath) is not null)
            {
                result.AddError("--in-memory and --data-path exclude each other.");
            }
            else if (!result.GetValue(inMemory) && result.GetValue(dataPath) is null && EmulatorOptions.UserDataPath is null)
            {
                result.AddError("This user has no data folder: name one with --data-path, or use --in-memory.");
            }
        });
        command.SetAction(parsed => run(defaults with
        {
            Port = parsed.GetValue(port),
            Address = parsed.GetRequiredValue(address),
            HostNames = parsed.GetValue(hosts) ?? [],
            DataPath = parsed.GetValue(inMemory) ? null : parsed.GetValue(dataPath) ?? EmulatorOptions.UserDataPath,
            EnvironmentIds = parsed.GetValue(environments) is { Length: > 0 } ids ? ids : defaults.EnvironmentIds,
            BasePath = parsed.GetRequiredValue(basePath),
            CloudPathForms = parsed.GetValue(cloudPathForms),
            OpenApiService = parsed.GetValue(openApiService),
            FaultPath = parsed.GetValue(faults),
            PublicRead = parsed.GetValue(publicRead),
            RawLinks = parsed.GetValue(rawLinks),
            FunctionPath = parsed.GetValue(functions),
            NodePath = parsed.GetValue(node),
            FunctionOutput = parsed.GetValue(verbose) ? System.Console.WriteLine : null,
        }));
        return command;
    }

    private static int ParsePort(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
        {
            return port;
        }

        result.AddError($"'{text}' is not a port.");
        return 0;
    }

    private static IPAddress ParseAddress(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        result.AddError($"'{text}' is not an IP address.");
        return IPAddress.None;
    }
}
