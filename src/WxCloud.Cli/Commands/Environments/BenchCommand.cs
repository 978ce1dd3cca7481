using System.CommandLine;
using System.Globalization;
using System.Linq;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Measurements;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Commands.Environments;

/// <summary><c>wxcloud bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var length = new Option<int>("--length") { Description = Texts.BenchLength, DefaultValueFactory = static _ => (int)TransferTrial.DefaultLength }.Between(1, int.MaxValue);
        var count = new Option<int>("--count") { Description = Texts.BenchCount, DefaultValueFactory = static _ => TransferTrial.DefaultCount }.Between(1, TransferTrial.MaxCount);
        var command = new Command("bench", Texts.Bench) { length, count };
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var meter = new TransferMeter();
            var measures = context.Engine.Trial.MeasureAsync(context.RequireEnvironment(), parsed.GetValue(length), parsed.GetValue(count), meter, cancellationToken);
            return context.ReportAsync(meter, measures, Describe, cancellationToken);
        });
    }

    private static Row Describe(WxCloudTransferMeasure measure) => new(
        Texts.SyncOperation(measure.Direction == WxCloudSyncDirection.Upload ? WxCloudSyncOperation.Upload : WxCloudSyncOperation.Download),
        Texts.BenchRow(
            measure.AdvisedThrottleLimit,
            Sizes.Format(measure.BytesPerSecond),
            measure.FilesPerSecond.ToString("0.0", CultureInfo.CurrentCulture),
            string.Join(", ", measure.Trials.Select(static trial => string.Create(CultureInfo.CurrentCulture, $"{trial.ThrottleLimit}: {Sizes.Format(trial.BytesPerSecond)}")))));
}
