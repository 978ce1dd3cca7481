using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;
using WxCloud.Connections;
using WxCloud.Model;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Upload;

namespace WxCloud.Benchmarks.Soak;

/// <summary><c>soak</c>: many files up and down while requests fail in every way that the emulator supports.</summary>
internal static class SoakCommand
{
    /// <summary>Silence is one of the failures: it must not last.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var files = new Option<int>("--files") { Description = "How many files.", DefaultValueFactory = static _ => 5000 };
        var rate = new Option<double>("--rate") { Description = "The share of requests that fail.", DefaultValueFactory = static _ => 0.05 };
        var seed = new Option<int>("--seed") { Description = "Repeats lengths and failures.", DefaultValueFactory = static _ => 1 };
        var command = new Command("soak", "Moves many files while requests fail, and looks whether all are right.") { files, rate, seed };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(files), parsed.GetValue(rate), parsed.GetValue(seed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int count, double rate, int seed, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var program = new WxCloudProgram(Directory.CreateDirectory(folder.At("home")).FullName);
        await using var emulator = await EmulatorProcess.StartAsync(program, folder.At("data"), cancellationToken);
        var files = new SoakFiles(folder.At("sent"), folder.At("received"), count, seed);
        Console.WriteLine($"{count:N0} files, {files.TotalBytes:N0} bytes; of every route's requests {rate:P0} fail");
        await emulator.SetFaultsAsync(SoakFaults.Rules(rate, seed), cancellationToken);

        var settings = ConnectionSettings.ForEmulator(emulator.Endpoint) with { Timeout = s_silence, NoTokenCache = true };
        using var connection = new WxCloudConnection(settings);
        var up = await SendAsync(connection.Engine, files, cancellationToken);
        await ReportAsync("up", up, emulator, cancellationToken);
        var down = await ReceiveAsync(connection.Engine, files, cancellationToken);
        await ReportAsync("down", down, emulator, cancellationToken);

        var failures = await emulator.CountFaultsAsync(cancellationToken);
        Console.WriteLine($"failures: {failures.Sum(static kind => kind.Count):N0}, " + string.Join(", ", failures.Select(static kind => $"{kind.Kind} {kind.Count}")));
        var wrong = files.FindWrong();
        foreach (var file in wrong)
        {
            Console.WriteLine("WRONG: " + file);
        }

        var isGood = up.IsGood && down.IsGood && wrong.Count == 0;
        Console.WriteLine(isGood ? "all files right, none lost, one result per item" : "FAILED");
        return isGood ? 0 : 1;
    }

    private static async Task<SoakTally> SendAsync(Engine services, SoakFiles files, CancellationToken cancellationToken)
    {
        var tally = new SoakTally(files.LocalPaths);
        var items = files.Items.Select(static item => new Outcome<string, UploadItem>(item.LocalPath, item)).ToAsyncEnumerable();
        var sent = services.Uploader.SendAsync(items, new() { EnvironmentId = ServiceApi.EnvironmentId }, meter: null, cancellationToken);
        await foreach (var outcome in sent)
        {
            tally.Add(outcome.Item, outcome.Error);
        }

        return tally;
    }

    private static async Task<SoakTally> ReceiveAsync(Engine services, SoakFiles files, CancellationToken cancellationToken)
    {
        var tally = new SoakTally(files.FileIds);
        var options = new DownloadOptions { EnvironmentId = ServiceApi.EnvironmentId, Destination = files.Target };
        await foreach (var outcome in services.Downloader.ReceiveAsync(files.FileIds.ToAsyncEnumerable(), options, meter: null, cancellationToken))
        {
            tally.Add(outcome.Item, outcome.Error);
        }

        return tally;
    }

    private static async Task ReportAsync(string direction, SoakTally tally, EmulatorProcess emulator, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{direction}: {tally}; requests so far {await emulator.CountAsync(cancellationToken)}");
        foreach (var complaint in tally.Complaints)
        {
            Console.WriteLine($"  {complaint}");
        }
    }
}
