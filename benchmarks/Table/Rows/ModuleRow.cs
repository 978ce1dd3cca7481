using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>
/// The packaged module in fresh PowerShell sessions: its import beside that of an empty script module, and the first call of a
/// cmdlet beside the second.
/// </summary>
internal sealed class ModuleRow : IRow
{
    private static readonly TimeSpan s_mostForImport = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_mostForFirstCall = TimeSpan.FromMilliseconds(150);

    public string Name => "module";

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var module = Checkout.Find(Path.Combine("out", "WxCloud", "WxCloud.psd1")) ?? throw new NotMeasuredException("out/WxCloud is missing: `dotnet build` lays it out");
        await bench.RunAsync(["upload", SampleFiles.Write(bench.At("tiny.bin"), length: 1, seed: 1)], cancellationToken);
        var sessions = new List<Dictionary<string, double>>();
        for (var round = 0; round < bench.Scale.Rounds; round++)
        {
            sessions.Add(await RunSessionAsync(bench, module, cancellationToken));
        }

        return
        [
            Difference("Import-Module", sessions, "import", "empty", "an empty module", s_mostForImport),
            Difference("first Connect-WxCloud of a session", sessions, "connectFirst", "connectSecond", "the second", s_mostForFirstCall),
            Difference("first Get-WxTempFileUrl of a session", sessions, "linkFirst", "linkSecond", "the second", s_mostForFirstCall),
        ];
    }

    /// <summary>Milliseconds of each step in a session of its own.</summary>
    private static async Task<Dictionary<string, double>> RunSessionAsync(Workbench bench, string module, CancellationToken cancellationToken)
    {
        var home = new Dictionary<string, string> { ["XDG_DATA_HOME"] = bench.At("home"), ["XDG_CACHE_HOME"] = bench.At("home") };
        var run = await ProgramRun.ExecuteAsync(
            Programs.Require("pwsh"),
            [
                "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "peers", "module.ps1"),
                "-Module", module, "-Endpoint", bench.Endpoint.AbsoluteUri, "-FileId", ServiceApi.FileId("tiny.bin"), "-Folder", bench.Emptied("empty"),
            ],
            cancellationToken,
            home);
        return JsonSerializer.Deserialize<Dictionary<string, double>>(run.ThrowIfFailed("the session").Output)!;
    }

    private static Measurement Difference(
        string work,
        List<Dictionary<string, double>> sessions,
        string step,
        string baseStep,
        string baseName,
        TimeSpan limit)
    {
        var more = Median(sessions.Select(session => session[step] - session[baseStep]));
        return new(work, $"≤ {Text.Of(limit)} more than {baseName}")
        {
            Ours = Text.Of(Median(sessions.Select(session => session[step]))),
            Peer = $"{baseName} {Text.Of(Median(sessions.Select(session => session[baseStep])))}",
            Ratio = $"{Text.Of(more)} more",
            IsMet = more <= limit,
        };
    }

    private static TimeSpan Median(IEnumerable<double> milliseconds)
    {
        var ordered = milliseconds.Order().ToList();
        return TimeSpan.FromMilliseconds(ordered[ordered.Count / 2]);
    }
}
