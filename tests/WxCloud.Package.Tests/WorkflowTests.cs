using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Package.Tests.Support;
using Xunit;
using YamlDotNet.Serialization;

namespace WxCloud.Package.Tests;

/// <summary>The workflow files, as far as they can be judged without the service that runs them.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string s_folder = Path.Combine(BuildInfo.RepositoryRoot, ".github", "workflows");

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(s_folder, "*.yml").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_job_runs_somewhere_has_steps_and_needs_jobs_that_exist(string name)
    {
        var jobs = Jobs(name);
        Assert.NotEmpty(jobs);
        foreach (var (id, job) in jobs)
        {
            Assert.True(job.ContainsKey("runs-on"), id);
            Assert.NotEmpty(Steps(job));
            Assert.All(Needs(job), need => Assert.Contains(need, jobs.Keys));
            Assert.All(Steps(job), step => Assert.True(step.ContainsKey("run") != step.ContainsKey("uses"), $"{id}: a step runs a script or uses an action"));
            Assert.All(Steps(job).Where(static step => step.ContainsKey("uses")), static step => Assert.Matches(@"^[\w-]+/[\w-]+@v\d+$", (string)step["uses"]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_matrix_value_that_is_used_is_defined(string name)
    {
        var jobs = Jobs(name);
        Assert.NotEmpty(jobs);
        foreach (var (id, job) in jobs)
        {
            var used = MatrixValue().Matches(new SerializerBuilder().Build().Serialize(job)).Select(static match => match.Groups["name"].Value).Distinct();
            Assert.All(used, value => Assert.All(Combinations(job), combination => Assert.True(combination.ContainsKey(value), $"{id}: {value}")));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_project_and_script_that_is_named_exists(string name)
    {
        var named = ProjectPath().Matches(File.ReadAllText(Path.Combine(s_folder, name))).Select(static match => match.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, static path => Assert.True(Path.Exists(Path.Combine(BuildInfo.RepositoryRoot, path)), path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_script_is_valid_for_its_shell(string name)
    {
        Assert.SkipWhen(Programs.Find("bash") is null, "bash is not installed.");
        var scripts = Jobs(name).Values.SelectMany(Steps).Where(static step => step.ContainsKey("run")).ToList();
        Assert.NotEmpty(scripts);
        foreach (var step in scripts)
        {
            var script = Expression().Replace((string)step["run"], "value");
            var run = await Programs.RunAsync("bash", ["-n"], TestContext.Current.CancellationToken, input: script);
            Assert.True(run.ExitCode == 0, script + run.Error);
        }
    }

    [Fact]
    public void A_release_is_built_for_every_system_whose_compiled_assemblies_the_module_has()
    {
        var script = File.ReadAllText(Path.Combine(BuildInfo.RepositoryRoot, "build.ps1"));
        var systems = CompiledSystems().Match(script).Groups["systems"].Value.Split(", ").Select(static text => text.Trim('\''));
        var built = Combinations(Jobs("release.yml")["programs"]).Select(static combination => (string)combination["rid"]);
        Assert.Equal(systems.Order(StringComparer.Ordinal), built.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_attached_before_it_was_installed_on_every_system()
    {
        var jobs = Jobs("release.yml");
        Assert.Equal(["installed"], Needs(jobs["attach"]));
        Assert.Equal(["packages"], Needs(jobs["installed"]));
        Assert.Equal(["programs"], Needs(jobs["packages"]));
        var installed = Combinations(jobs["installed"]).Select(static combination => (string)combination["os"]);
        var built = Combinations(jobs["programs"]).Select(static combination => (string)combination["os"]);
        Assert.Equal(built.Order(StringComparer.Ordinal), installed.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, Dictionary<object, object>> Jobs(string name)
    {
        var workflow = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(s_folder, name)));
        return ((Dictionary<object, object>)workflow["jobs"]).ToDictionary(static job => (string)job.Key, static job => (Dictionary<object, object>)job.Value, StringComparer.Ordinal);
    }

    private static IEnumerable<Dictionary<object, object>> Steps(Dictionary<object, object> job) => ((List<object>)job["steps"]).Cast<Dictionary<object, object>>();

    private static IEnumerable<string> Needs(Dictionary<object, object> job) => job.GetValueOrDefault("needs") switch
    {
        string one => [one],
        List<object> several => several.Cast<string>(),
        _ => [],
    };

    /// <summary>The combinations of a job's matrix: those that it includes, or one for each value of its only list.</summary>
    private static List<Dictionary<object, object>> Combinations(Dictionary<object, object> job)
    {
        var matrix = (Dictionary<object, object>)((Dictionary<object, object>)job["strategy"])["matrix"];
        return matrix.TryGetValue("include", out var included)
            ? [.. ((List<object>)included).Cast<Dictionary<object, object>>()]
            : [.. ((List<object>)matrix.Single().Value).Select(value => new Dictionary<object, object> { [matrix.Single().Key] = value })];
    }

    [GeneratedRegex(@"ReadyToRunFor = @\((?<systems>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CompiledSystems();

    [GeneratedRegex(@"matrix\.(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MatrixValue();

    [GeneratedRegex(@"(src|tests)/WxCloud\.\w+(\.Tests)?|\w+\.ps1|WxCloud\.psd1", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"\$\{\{.*?\}\}", RegexOptions.None, 1000)]
    private static partial Regex Expression();
}
