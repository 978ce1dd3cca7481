using System.CommandLine;
using System.IO;
using System.Linq;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Download;

namespace WxCloud.Cli.Commands.Storage;

/// <summary><c>wxcloud download</c>.</summary>
internal static class DownloadCommand
{
    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var destination = OptionRules.Text("--destination", Texts.Destination);
        var outFile = OptionRules.Text("--out-file", Texts.OutFile);
        var flatten = OptionRules.Flag("--flatten", Texts.Flatten);
        var force = OptionRules.Flag("--force", Texts.Force);
        var skipExisting = OptionRules.Flag("--skip-existing", Texts.DownloadSkipExisting);
        var noResume = OptionRules.Flag("--no-resume", Texts.NoResume);
        var command = new Command("download", Texts.Download)
        {
            fileIds, destination, outFile, flatten, force, skipExisting, noResume, TransferOptions.Shard, TransferOptions.ThrottleLimit,
        };
        command.Exclude(destination, outFile);
        command.Validators.Add(result =>
        {
            if (result.GetValue(outFile) is { } path && OptionRules.IsFolderPath(path))
            {
                result.AddError(Texts.OutFileIsFolder(path));
            }

            if (result.GetResult(outFile) is not null && result.GetResult(fileIds) is { Tokens.Count: > 1 })
            {
                result.AddError(Texts.OutFileIsForOne);
            }
        });
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var options = new DownloadOptions
            {
                EnvironmentId = context.RequireEnvironment(),
                Destination = parsed.GetValue(destination) ?? ".",
                OutFile = parsed.GetValue(outFile),
                Flatten = parsed.GetValue(flatten),
                Force = parsed.GetValue(force),
                SkipExisting = parsed.GetValue(skipExisting),
                NoResume = parsed.GetValue(noResume),
                ThrottleLimit = parsed.GetValue(TransferOptions.ThrottleLimit),
            };
            var meter = context.CreateMeter();
            var shard = parsed.GetValue(TransferOptions.Shard);
            var given = context.ReadFileIdsAsync(parsed.GetRequiredValue(fileIds), cancellationToken);
            var ours = shard is null ? given : given.Where(shard.ContainsFile);
            var received = context.Engine.Downloader.ReceiveAsync(ours, options, meter, cancellationToken);
            await context.ReportAsync(meter, received, Describe, cancellationToken);
        });
    }

    private static Row Describe(WxCloudDownload file) =>
        new(Sizes.Format(file.Length), $"{Path.GetRelativePath(".", file.LocalPath)}  ({file.Verified}{(file.Resumed ? ", " + Texts.Resumed : "")})");
}
