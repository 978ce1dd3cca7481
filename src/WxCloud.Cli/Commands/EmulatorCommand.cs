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
        var port = new Option<int>("--port") { Description = Texts.Port, DefaultValueFactory = static _ => new EmulatorOptions().Port }.Between(0, 65535);
        var inMemory = OptionRules.Flag("--in-memory", Texts.InMemory);
        var dataPath = OptionRules.Text("--data-path", Texts.DataPath);
        var open = OptionRules.Flag("--open", Texts.OpenConsole);
        var functions = OptionRules.Text("--functions", Texts.FunctionPath);
        var node = OptionRules.Text("--node", Texts.NodePath);
        var restore = OptionRules.Text("--restore", Texts.RestorePath);
        var verbose = OptionRules.Flag("--verbose", Texts.FunctionOutput);
        var command = new Command("emulator", Texts.Emulator) { port, inMemory, dataPath, functions, node, restore, verbose, open };
        command.Exclude(inMemory, dataPath);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new()
            {
                Port = parsed.GetValue(port),
                DataPath = parsed.GetValue(inMemory) ? null : parsed.GetValue(dataPath) ?? EmulatorOptions.UserDataPath,
                FunctionPath = parsed.GetValue(functions),
                NodePath = parsed.GetValue(node),
                FunctionOutput = parsed.GetValue(verbose) ? Console.Out.WriteLine : null,
            },
            parsed.GetValue(open),
            parsed.GetValue(restore),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EmulatorOptions options, bool isConsoleOpened, string? restorePath, CancellationToken cancellationToken)
    {
        EmulatorHost host;
        try
        {
            host = await EmulatorHost.StartAsync(options, cancellationToken);
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
            if (restorePath is not null && !await RestoreCommand.RestoreAsync(host.Endpoint, restorePath, cancellationToken))
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
