using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Table.Rows;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table;

/// <summary><c>table</c>: the rows of the performance page, each beside its peer.</summary>
internal static class TableCommand
{
    private static readonly IRow[] s_rows =
    [
        new StartRow(), new UploadRow(), new DownloadRow(), new ParallelRow(), new LatencyRow(), new SdkRow(), new LinksRow(), new DocumentsRow(), new MultipartRow(), new ListingRow(), new SyncRow(), new OrphansRow(),
        new MemoryRow(), new ModuleRow(), new EmulatorRow(),
    ];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Smaller sizes, for a look of a few minutes." };
        var rows = new Option<string?>("--row") { Description = "Only these, comma-separated: " + string.Join(", ", s_rows.Select(static row => row.Name)) };
        rows.Validators.Add(result =>
        {
            foreach (var unknown in Names(result.GetValue(rows)).Where(static name => s_rows.All(row => row.Name != name)))
            {
                result.AddError($"There is no row {unknown}.");
            }
        });
        var wxcloud = new Option<FileInfo>("--wxcloud") { Description = "The wxcloud program or wxcloud.dll to measure (default: out/wxcloud of this checkout, else the one built beside this program)." };
        wxcloud.AcceptExistingOnly();
        var command = new Command("table", "Measures speed and memory beside the peers and prints a markdown table.") { quick, rows, wxcloud };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(quick) ? Scale.Quick : Scale.Full,
            Names(parsed.GetValue(rows)),
            parsed.GetValue(wxcloud)?.FullName,
            parsed.GetValue(quick) ? "Quick sizes: the start of each program weighs more in them." : "Full sizes.",
            cancellationToken));
        return command;
    }

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static async Task<int> RunAsync(Scale scale, string[] names, string? wxcloud, string sizes, CancellationToken cancellationToken)
    {
        var lines = new List<Measurement>();
        foreach (var row in s_rows.Where(row => names.Length == 0 || names.Contains(row.Name)))
        {
            await Console.Error.WriteLineAsync($"{DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {row.Name} …");
            lines.AddRange(await MeasureAsync(row, scale, wxcloud, cancellationToken));
        }

        var measured = new WxCloudProgram(home: string.Empty, wxcloud).Description;
        MarkdownTable.Write(Console.Out, $"Measured: {measured}. {sizes}", lines);
        return lines.TrueForAll(static line => line.IsMet != false) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(IRow row, Scale scale, string? wxcloud, CancellationToken cancellationToken)
    {
        try
        {
            await using var bench = await Workbench.SetUpAsync(scale, wxcloud, cancellationToken);
            return await row.MeasureAsync(bench, cancellationToken);
        }
        catch (NotMeasuredException e)
        {
            return [new(row.Name, "–") { Note = e.Message }];
        }
    }
}
