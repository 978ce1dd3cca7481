using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Parsing;
using WxCloud.Emulator;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud emulator</c>: the service on localhost, in the foreground.</summary>
internal static class EmulatorCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The TCP port; 0 takes any free one.", DefaultValueFactory = static _ => new EmulatorOptions().Port }.Between(0, 65535);
        var inMemory = OptionRules.Flag("--in-memory", "Keep nothing on disk.");
        var dataPath = new Option<string?>("--data-path") { Description = "The folder for its data (default: the user's data folder)." };
        var command = new Command("emulator", "Runs the service on localhost until Ctrl+C.") { port, inMemory, dataPath };
        command.Validators.Add(result =>
        {
            if (result.GetValue(inMemory) && result.GetValue(dataPath) is not null)
            {
                result.AddError("--in-memory and --data-path exclude each other.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new()
            {
                Port = parsed.GetValue(port),
                DataPath = parsed.GetValue(inMemory) ? null : parsed.GetValue(dataPath) ?? EmulatorOptions.UserDataPath,
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        EmulatorHost host;
        try
        {
            host = await EmulatorHost.StartAsync(options, cancellationToken);
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"wxcloud: {e.Message}");
            return ExitCodes.NoConnection;
        }

        await using (host)
        {
            await Console.Out.WriteLineAsync($"The emulator listens on {host.Endpoint}, data {options.DataPath ?? "in memory"}. Ctrl+C stops it.");
            await Console.Out.WriteLineAsync("In another window: wxcloud upload FILE --local");
            await host.WaitForShutdownAsync(cancellationToken);
        }

        return ExitCodes.Success;
    }
}
