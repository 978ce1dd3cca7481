using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using WxCloud.Emulator;
using WxCloud.Emulator.Hosting;

const int Failed = 1;
const int WrongUsage = 2;

EmulatorOptions? options;
try
{
    options = CommandLine.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{CommandLine.Usage}");
    return WrongUsage;
}

if (options is null)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

try
{
    TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }

    using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    EmulatorHost emulator = await EmulatorHost.StartAsync(options).ConfigureAwait(false);
    await using (emulator.ConfigureAwait(false))
    {
        Console.WriteLine($"Emulator listening on {emulator.Endpoint} ({options.DataPath ?? "in memory"})");
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
