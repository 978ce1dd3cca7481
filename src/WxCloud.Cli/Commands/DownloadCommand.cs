using System.CommandLine;
using System.IO;
using WxCloud.Cli.Display;
using WxCloud.Transfers;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud download</c>.</summary>
internal static class DownloadCommand
{
    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var destination = new Option<string>("--destination") { Description = "The folder that receives the files; made if missing.", DefaultValueFactory = static _ => "." };
        var outFile = new Option<string?>("--out-file") { Description = "The local file, for one fileID." };
        var flatten = new Option<bool>("--flatten") { Description = "Leave the folders of the cloud path out." };
        var force = new Option<bool>("--force") { Description = "Replace files that are there." };
        var skipExisting = new Option<bool>("--skip-existing") { Description = "Leave out files that are there with the same length." };
        var noResume = new Option<bool>("--no-resume") { Description = "Begin interrupted downloads again, and leave none to be continued." };
        var command = new Command("download", "Receives files by fileID.")
        {
            fileIds, destination, outFile, flatten, force, skipExisting, noResume, ConnectionOptions.ThrottleLimit,
        };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(
            parsed,
            async (services, context, token) =>
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
                    ThrottleLimit = parsed.GetValue(ConnectionOptions.ThrottleLimit),
                };
                var meter = new TransferMeter();
                var received = services.Downloader.ReceiveAsync(FileIdArguments.ReadAsync(parsed.GetRequiredValue(fileIds)), options, meter, token);
                await CommandRunner.ReportAsync(context, meter, received, Describe, token);
            },
            cancellationToken));
        return command.WithConnection();
    }

    private static Row Describe(WxCloudDownload file) =>
        new(Sizes.Format(file.Length), $"{Path.GetRelativePath(".", file.LocalPath)}  ({file.Verified}{(file.Resumed ? ", resumed" : "")})");
}
