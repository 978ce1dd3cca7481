using System;
using System.CommandLine;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using WxCloud.Emulator;

const int Failed = 1;
const int WrongUsage = 2;

// An argument such as "@file" is a value, not a file with more options.
var parsed = CommandLine.Create(RunAsync).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("--help shows the options.");
    return WrongUsage;
}

// RunAsync handles signals: with the parser's own handling the program would not end with 0.
return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);

static async Task<int> RunAsync(EmulatorOptions options)
{
    try
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        var emulator = await EmulatorHost.StartAsync(options).ConfigureAwait(false);
        await using (emulator.ConfigureAwait(false))
        {
            Console.WriteLine($"Emulator listening on {emulator.Endpoint} ({options.DataPath ?? "in memory"})");
            Console.WriteLine($"Console: {emulator.ConsoleAddress}");
            await stop.Task.ConfigureAwait(false);
        }

        return 0;
    }
    catch (ArgumentException e)
    {
        Console.Error.WriteLine(e.Message);
        return WrongUsage;
    }
    catch (IOException e)
    {
        Console.Error.WriteLine(e.Message);
        return Failed;
    }
}
