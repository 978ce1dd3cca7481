using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Commands.Environments;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Emulator;
using WxCloud.Local;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud emulator</c>: the service on localhost, in the foreground.</summary>
internal static class EmulatorCommand
{
    public static Command Create()
    {
        var options = new EmulatorCommandOptions(new()
        {
            Port = Texts.Port,
            Address = Texts.EmulatorAddress,
            Host = Texts.EmulatorHost,
            DataPath = Texts.DataPath,
            InMemory = Texts.InMemory,
            Environment = Texts.EmulatorEnvironment,
            BasePath = Texts.EmulatorBasePath,
            CloudPathForms = Texts.EmulatorCloudPathForms,
            OpenApiService = Texts.EmulatorOpenApiService,
            Faults = Texts.EmulatorFaults,
            PublicRead = Texts.EmulatorPublicRead,
            RawLinks = Texts.EmulatorRawLinks,
            Functions = Texts.FunctionPath,
            Node = Texts.NodePath,
            Verbose = Texts.FunctionOutput,
            NoDataFolder = Texts.EmulatorNoDataFolder,
            ExcludeEachOther = Texts.ExcludeEachOther,
            Empty = Texts.MayNotBeEmpty,
            NotAPort = static _ => Texts.NumberBetween("--port", 0, 65535),
            NotAnAddress = Texts.EmulatorNotAnAddress,
        });
        var open = OptionRules.Flag("--open", Texts.OpenConsole);
        var restore = OptionRules.Text("--restore", Texts.RestorePath);
        var command = new Command("emulator", Texts.Emulator);
        options.AddTo(command);
        command.Add(restore);
        command.Add(open);
        command.SetAction((parsed, cancellationToken) => RunAsync(options.Read(parsed), parsed.GetValue(open), parsed.GetValue(restore), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EmulatorOptions options, bool isConsoleOpened, string? restorePath, CancellationToken cancellationToken)
    {
        EmulatorHost host;
        try
        {
            host = await EmulatorHost.StartAsync(options, cancellationToken);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine($"wxcloud: {e.Message}");
            return ExitCodes.WrongUsage;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"wxcloud: {e.Message}");
            return ExitCodes.NoConnection;
        }

        await using (host)
        {
            Console.Out.WriteLine(Texts.EmulatorListening(host.Endpoint, options.DataPath ?? Texts.EmulatorInMemory));
            Console.Out.WriteLine(Texts.EmulatorConsole(host.ConsoleAddress));
            Console.Out.WriteLine(Texts.EmulatorHint);
            if (restorePath is not null && !await RestoreCommand.RestoreAsync(host.Endpoint, options.EnvironmentIds[0], restorePath, cancellationToken))
            {
                return ExitCodes.ItemsFailed;
            }

            if (isConsoleOpened && !WebBrowser.TryOpen(host.ConsoleAddress))
            {
                Console.Error.WriteLine($"wxcloud: {Texts.NoBrowser(host.ConsoleAddress)}");
            }

            await host.WaitForShutdownAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return ExitCodes.Success;
    }
}
