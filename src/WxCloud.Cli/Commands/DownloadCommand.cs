using System.CommandLine;
using System.IO;
using WxCloud.Cli.Display;
using WxCloud.Cli.Parsing;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud download</c>.</summary>
internal static class DownloadCommand
{
    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var destination = new Option<string>("--destination") { Description = "The folder for the files; created if missing (default: the current folder).", DefaultValueFactory = static _ => "." };
        var outFile = new Option<string?>("--out-file") { Description = "The local file, for one fileID." };
        var flatten = OptionRules.Flag("--flatten", "Leave out the folders of the cloud path.");
        var force = OptionRules.Flag("--force", "Replace existing files.");
        var skipExisting = OptionRules.Flag("--skip-existing", "Skip files that exist with the same length.");
        var noResume = OptionRules.Flag("--no-resume", "Start interrupted downloads again, and keep nothing to resume from.");
        var command = new Command("download", "Downloads files by fileID.")
        {
            fileIds, destination, outFile, flatten, force, skipExisting, noResume, TransferOptions.ThrottleLimit,
        };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var options = new DownloadOptions
            {
                EnvironmentId = context.RequireEnvironment(),
                Destination = parsed.GetRequiredValue(destination),
                OutFile = parsed.GetValue(outFile),
                Flatten = parsed.GetValue(flatten),
                Force = parsed.GetValue(force),
                SkipExisting = parsed.GetValue(skipExisting),
                NoResume = parsed.GetValue(noResume),
                ThrottleLimit = parsed.GetValue(TransferOptions.ThrottleLimit),
            };
            var meter = new TransferMeter();
            var received = context.Engine.Downloader.ReceiveAsync(FileIdArguments.ReadAsync(parsed.GetRequiredValue(fileIds)), options, meter, cancellationToken);
            await context.ReportAsync(meter, received, Describe, cancellationToken);
        });
    }

    private static Row Describe(WxCloudDownload file) =>
        new(Sizes.Format(file.Length), $"{Path.GetRelativePath(".", file.LocalPath)}  ({file.Verified}{(file.Resumed ? ", resumed" : "")})");
}
