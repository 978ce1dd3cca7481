using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Model;
using WxCloud.Transfers.Upload;

namespace WxCloud.Cli.Commands.Storage;

/// <summary><c>wxcloud upload</c>.</summary>
internal static class UploadCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = Texts.PathArgument, Arity = ArgumentArity.OneOrMore };
        var prefix = new Option<string?>("--prefix") { Description = Texts.Prefix };
        var cloudPath = OptionRules.Text("--cloud-path", Texts.CloudPath);
        var recurse = OptionRules.Flag("--recurse", Texts.Recurse);
        var relativeTo = OptionRules.Text("--relative-to", Texts.RelativeTo);
        var contentType = OptionRules.Text("--content-type", Texts.ContentType);
        var skipExisting = OptionRules.Flag("--skip-existing", Texts.UploadSkipExisting);
        var verify = OptionRules.Flag("--verify", Texts.Verify);
        var command = new Command("upload", Texts.Upload)
        {
            paths, prefix, cloudPath, recurse, relativeTo, contentType, skipExisting, verify, TransferOptions.Shard, TransferOptions.ThrottleLimit,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(paths) is { } given && given.Tokens.Any(static token => token.Value == "-"))
            {
                result.AddError(Texts.UploadFromInput);
            }
        });
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var plan = new UploadPlan(new()
            {
                Prefix = parsed.GetValue(prefix),
                CloudPath = parsed.GetValue(cloudPath),
                Recurse = parsed.GetValue(recurse),
                RelativeTo = parsed.GetValue(relativeTo),
                ContentType = parsed.GetValue(contentType),
                Shard = parsed.GetValue(TransferOptions.Shard),
            }, context.Engine.Log);
            var options = new UploadOptions
            {
                EnvironmentId = context.RequireEnvironment(),
                SkipExisting = parsed.GetValue(skipExisting),
                Verify = parsed.GetValue(verify),
                ThrottleLimit = parsed.GetValue(TransferOptions.ThrottleLimit),
            };
            var meter = context.CreateMeter();
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
