using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Backups;

/// <summary><c>backups</c>: a backup and a restore killed at random moments, and compared byte for byte and document for document.</summary>
internal static class BackupsCommand
{
    private const string OtherEnvironment = "other-env";

    public static Command Create()
    {
        var files = new Option<int>("--files") { Description = "How many files.", DefaultValueFactory = static _ => 100_000 };
        var documents = new Option<int>("--documents") { Description = "How many documents.", DefaultValueFactory = static _ => 100_000 };
        var kills = new Option<int>("--kills") { Description = "How many kills of the backup, and of the restore.", DefaultValueFactory = static _ => 5 };
        var within = new Option<double>("--within") { Description = "Seconds within which each run is killed.", DefaultValueFactory = static _ => 10 };
        var seed = new Option<int>("--seed") { Description = "Repeats the moments.", DefaultValueFactory = static _ => 1 };
        var command = new Command("backups", "Kills a backup and a restore at random moments, starts them again, and compares what came of it.") { files, documents, kills, within, seed };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new(parsed.GetValue(files), parsed.GetValue(documents)),
            parsed.GetValue(kills),
            TimeSpan.FromSeconds(parsed.GetValue(within)),
            new Random(parsed.GetValue(seed)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SampleEnvironment sample, int kills, TimeSpan within, Random random, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var program = new WxCloudProgram(Directory.CreateDirectory(folder.At("home")).FullName);
        var killed = new KilledRuns(program, random, within);
        var saved = folder.At("saved");
        sample.Write(folder.At("source"));
        await using (var source = await EmulatorProcess.StartInMemoryAsync(program, cancellationToken))
        {
            await Timed("filled the environment", () => sample.StoreAsync(program, source.Endpoint, folder.At("source"), cancellationToken));
            await killed.RunAsync("backup", kills, source.Endpoint, ["backup", saved], cancellationToken);
            await Timed("a backup of what did not change", async () => (await program.RunAsync(source.Endpoint, ["backup", saved], cancellationToken)).ThrowIfFailed("the second backup"));
        }

        await Timed("verified", async () => (await program.RunAsync(new("http://127.0.0.1:1/"), ["backup", saved, "--verify"], cancellationToken)).ThrowIfFailed("the verification"));
        sample.Compare(folder.At("source"), saved, ServiceApi.FileId(string.Empty));
        await using var target = await EmulatorProcess.StartWithEnvironmentAsync(OtherEnvironment, cancellationToken);
        await killed.RunAsync("restore", kills, target.Endpoint, ["restore", saved, "--report", folder.At("report.jsonl"), "--env", OtherEnvironment], cancellationToken);
        var again = folder.At("again");
        (await program.RunAsync(target.Endpoint, ["backup", again, "--env", OtherEnvironment], cancellationToken)).ThrowIfFailed("the backup of what was restored");
        sample.Compare(folder.At("source"), again, $"cloud://{OtherEnvironment}.6f74-{OtherEnvironment}-1250000000/");
        sample.CompareReport(folder.At("report.jsonl"));
        Console.WriteLine("every file and every document right, in the backup and in the restored environment");
        return 0;
    }

    private static async Task Timed(string what, Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        Console.WriteLine(FormattableString.Invariant($"{what}: {watch.Elapsed.TotalSeconds:F1} s"));
    }
}
