using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Kills;

/// <summary><c>kills</c>: a large download killed at random moments, again and again.</summary>
internal static class KillsCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many kills.", DefaultValueFactory = static _ => 100 };
        var size = new Option<long>("--size") { Description = "The length of the file in bytes.", DefaultValueFactory = static _ => 256L << 20 };
        var rate = new Option<long>("--rate") { Description = "Bytes a second on each connection; slow enough that a download is split.", DefaultValueFactory = static _ => 32L << 20 };
        var seed = new Option<int>("--seed") { Description = "Repeats the moments.", DefaultValueFactory = static _ => 1 };
        var command = new Command("kills", "Kills a large download at random moments and starts it again until the file is there.") { count, size, rate, seed };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(count), parsed.GetValue(size), parsed.GetValue(rate), parsed.GetValue(seed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int count, long size, long rate, int seed, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var program = new WxCloudProgram(Directory.CreateDirectory(folder.At("home")).FullName);
        await using var emulator = await EmulatorProcess.StartAsync(program, folder.At("data"), cancellationToken);
        await using var relay = new SlowRelay(emulator.Endpoint, rate);
        var source = SampleFiles.Write(folder.At("large.bin"), size, seed);
        (await program.RunAsync(emulator.Endpoint, ["upload", source], cancellationToken)).ThrowIfFailed("the upload");

        var download = new KilledDownload(program, relay, source, folder.At("received"), new Random(seed));
        var whole = await download.RunUndisturbedAsync(cancellationToken);
        Console.WriteLine($"undisturbed: {whole.TotalSeconds:F1} s for {size:N0} bytes");
        while (download.Kills < count && download.Faults.Count == 0)
        {
            await download.RunAsync(killWithin: whole, cancellationToken);
        }

        while (download.IsUnfinished && download.Faults.Count == 0)
        {
            await download.RunAsync(killWithin: null, cancellationToken);
        }

        Report(download, size);
        return download.Faults.Count == 0 ? 0 : 1;
    }

    private static void Report(KilledDownload download, long size)
    {
        Console.WriteLine($"kills: {download.Kills}, of them {download.KillsWithPartialFile} with a partial file on the disk");
        Console.WriteLine($"files received: {download.Files}, each compared byte for byte; {download.ResumedFiles} of them went on from a partial file");
        var needed = download.Files * size;
        Console.WriteLine(FormattableString.Invariant(
            $"bytes fetched: {download.FetchedBytes:N0} for {needed:N0}, {100.0 * (download.FetchedBytes - needed) / needed:F1} % more"));
        Console.WriteLine(FormattableString.Invariant(
            $"fetched again per kill: {(download.FetchedBytes - needed) / Math.Max(1, download.Kills):N0} bytes"));
        foreach (var fault in download.Faults)
        {
            Console.WriteLine("FAULT: " + fault);
        }

        Console.WriteLine(download.Faults.Count == 0 ? "every file right, nothing left beside it" : "FAILED");
    }
}
