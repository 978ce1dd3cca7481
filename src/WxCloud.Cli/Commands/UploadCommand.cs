using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Display;
using WxCloud.Cli.Parsing;
using WxCloud.Model;
using WxCloud.Transfers.Progress;
using WxCloud.Transfers.Upload;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud upload</c>.</summary>
internal static class UploadCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files, patterns or, with --recurse, folders.", Arity = ArgumentArity.OneOrMore }.WithoutOptions();
        var prefix = new Option<string?>("--prefix") { Description = "The cloud folder for the files." };
        var cloudPath = new Option<string?>("--cloud-path") { Description = "The whole cloud path, for one file." };
        var recurse = OptionRules.Flag("--recurse", "Upload folders with everything in them; a folder keeps its name.");
        var relativeTo = new Option<string?>("--relative-to") { Description = "Build cloud paths relative to this folder." };
        var contentType = new Option<string?>("--content-type") { Description = "The content type to store (default: by extension)." };
        var skipExisting = OptionRules.Flag("--skip-existing", "Skip files already stored with the same name and length.");
        var verify = OptionRules.Flag("--verify", "Verify each upload by reading it back through its fileID.");
        var command = new Command("upload", "Uploads local files to cloud storage and prints their fileIDs.")
        {
            paths, prefix, cloudPath, recurse, relativeTo, contentType, skipExisting, verify, TransferOptions.ThrottleLimit,
        };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var plan = new UploadPlan(new()
            {
                Prefix = parsed.GetValue(prefix),
                CloudPath = parsed.GetValue(cloudPath),
                Recurse = parsed.GetValue(recurse),
                RelativeTo = parsed.GetValue(relativeTo),
                ContentType = parsed.GetValue(contentType),
            }, context.Engine.Log);
            var options = new UploadOptions
            {
                EnvironmentId = context.RequireEnvironment(),
                SkipExisting = parsed.GetValue(skipExisting),
                Verify = parsed.GetValue(verify),
                ThrottleLimit = parsed.GetValue(TransferOptions.ThrottleLimit),
            };
            var meter = new TransferMeter();
            var items = ExpandAsync(parsed.GetRequiredValue(paths), plan);
            var sent = context.Engine.Uploader.SendAsync(items, options, meter, cancellationToken);
            await context.ReportAsync(meter, sent, Describe, cancellationToken);
        });
    }

#pragma warning disable CS1998 // Listing a folder has nothing to await; the queue reads sequences of either kind as one.
    private static async IAsyncEnumerable<Outcome<string, UploadItem>> ExpandAsync(string[] paths, UploadPlan plan)
#pragma warning restore CS1998
    {
        foreach (var outcome in paths.SelectMany(plan.ExpandPattern))
        {
            yield return outcome;
        }
    }

    private static Row Describe(WxCloudFile file) => new(Sizes.Format(file.Length), file.FileId);
}
