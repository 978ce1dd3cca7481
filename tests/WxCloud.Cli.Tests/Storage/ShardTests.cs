using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using WxCloud.Cli.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Storage;

/// <summary><c>--shard</c>, and the files of examples/sharding as a scheduler would run them.</summary>
public sealed class ShardTests : CommandLineTest
{
    [Fact]
    public async Task Shards_upload_and_download_each_file_once()
    {
        WritePhotos();
        var sent = new List<string>();
        var received = new List<string>();
        for (var i = 1; i <= 3; i++)
        {
            sent.AddRange(Values((await SucceedAsync("upload", "photos", "--recurse", "--shard", $"{i}/3", "--json")).Output, "cloudPath"));
        }

        Assert.Equal(Photos, sent.Order());
        var list = string.Join('\n', Photos.Select(CloudEmulator.FileId));
        for (var i = 1; i <= 3; i++)
        {
            var run = await RunAsync(["download", "-", "--destination", "back", "--shard", $"{i}/3", "--json"], input: list);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            received.AddRange(Values(run.Output, "cloudPath"));
        }

        Assert.Equal(Photos, received.Order());
    }

    [Theory]
    [InlineData("0/4", "1 ≤ i ≤ n|the first is 1")]
    [InlineData("5/4", "the last is 4")]
    [InlineData("4", "i/n")]
    [InlineData("", "i/n")]
    public async Task Impossible_shard_is_wrong_usage(string shard, string expected)
    {
        Folder.Write("a.txt");
        var run = await RunAsync("upload", "a.txt", "--shard", shard);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected.Split('|'), text => run.Error.Contains(text, System.StringComparison.Ordinal));
        Assert.Equal(0, await Emulator.CountAsync("tcb/uploadfile", Token));
    }

    [Fact]
    public async Task An_invalid_fileID_fails_in_every_shard()
    {
        foreach (var shard in new[] { "1/2", "2/2" })
        {
            Assert.Equal(1, (await RunAsync("download", "nothing", "--shard", shard)).ExitCode);
        }
    }

    [Fact]
    public Task Kubernetes_example_moves_each_file_once()
    {
        Assert.SkipWhen(System.OperatingSystem.IsWindows(), "The example is for a POSIX shell.");
        var line = File.ReadLines(Example("kubernetes-job.yaml")).Single(static line => line.Contains("wxcloud upload", System.StringComparison.Ordinal));
        var script = line.Trim().TrimStart('-').Trim()["exec ".Length..].Replace("/data/photos", "photos", System.StringComparison.Ordinal);
        return RunJobsAsync(script, Enumerable.Range(0, 16).Select(static i => Variables(("JOB_COMPLETION_INDEX", i))));
    }

    [Fact]
    public Task Slurm_example_moves_each_file_once()
    {
        Assert.SkipWhen(System.OperatingSystem.IsWindows(), "The example is for a POSIX shell.");
        var script = "set -- photos\n" + File.ReadAllText(Example("slurm-array.sh")).Replace("exec wxcloud", "wxcloud", System.StringComparison.Ordinal);
        return RunJobsAsync(script, Enumerable.Range(1, 4).Select(static i => Variables(("SLURM_ARRAY_TASK_ID", i), ("SLURM_ARRAY_TASK_COUNT", 4))));
    }

    [Fact]
    public Task Matrix_example_moves_each_file_once()
    {
        Assert.SkipWhen(System.OperatingSystem.IsWindows(), "The example is for a POSIX shell.");
        var line = File.ReadLines(Example("github-actions-matrix.yml")).Single(static line => line.Contains("run: wxcloud", System.StringComparison.Ordinal));
        var script = line[(line.IndexOf(':', System.StringComparison.Ordinal) + 1)..]
            .Replace("${{ matrix.shard }}", "$SHARD", System.StringComparison.Ordinal)
            .Replace("${{ strategy.job-total }}", "4", System.StringComparison.Ordinal)
            .Replace(" site ", " photos ", System.StringComparison.Ordinal);
        return RunJobsAsync(script, Enumerable.Range(1, 4).Select(static i => Variables(("SHARD", i))));
    }

    private static IEnumerable<string> Photos => Enumerable.Range(0, 20).Select(static i => $"photos/{i % 3}/图 {i}.jpg").Order();

    private async Task RunJobsAsync(string script, IEnumerable<Dictionary<string, string?>> jobs)
    {
        WritePhotos();
        var sent = new List<string>();
        foreach (var job in jobs)
        {
            var run = await Program.RunInShellAsync("set_program() { program=$1; library=${2-}; }; set_program \"$@\"; wxcloud() { \"$program\" ${library:+\"$library\"} \"$@\"; }\n" + script, job);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            sent.AddRange(Values(run.Output, "cloudPath"));
        }

        Assert.Equal(Photos, sent.Order());
    }

    private void WritePhotos()
    {
        foreach (var path in Photos)
        {
            Folder.Write(path);
        }
    }

    private static Dictionary<string, string?> Variables(params (string Name, int Value)[] variables) =>
        variables.ToDictionary(static variable => variable.Name, static variable => (string?)variable.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Example(string name, [CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "../../../examples/sharding", name);
}
