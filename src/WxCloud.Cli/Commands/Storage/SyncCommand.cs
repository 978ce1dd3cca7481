using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Model;
using WxCloud.Transfers.Sync.Apply;
using WxCloud.Transfers.Sync.Compare;

namespace WxCloud.Cli.Commands.Storage;

/// <summary><c>wxcloud sync</c>. It asks for no confirmation; <c>--plan</c> shows what it would do.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = Texts.SyncFolder };
        var prefix = new Argument<string?>("prefix") { Description = Texts.SyncPrefix, Arity = ArgumentArity.ZeroOrOne };
        var direction = OptionRules.Choice<WxCloudSyncDirection>("--direction", Texts.SyncDirection);
        var delete = OptionRules.Flag("--delete", Texts.SyncDelete);
        var allowRoot = OptionRules.Flag("--allow-root", Texts.AllowRoot);
        var maxDelete = TransferOptions.MaxDelete();
        var include = Patterns("--include", Texts.Include);
        var exclude = Patterns("--exclude", Texts.Exclude);
        var compareBy = OptionRules.Choice<WxCloudCompareBy>("--compare-by", Texts.CompareBy);
        var plan = OptionRules.Flag("--plan", Texts.Plan);
        var command = new Command("sync", Texts.Sync)
        {
            folder, prefix, direction, delete, allowRoot, maxDelete, include, exclude, compareBy, plan, TransferOptions.Shard, TransferOptions.ThrottleLimit,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(folder) is { Tokens: [{ Value: "" }] })
            {
                result.AddError(Texts.MayNotBeEmpty(folder.Name));
            }
        });
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var options = new SyncOptions
            {
                EnvironmentId = context.RequireEnvironment(),
                Folder = Path.GetFullPath(parsed.GetRequiredValue(folder)),
                Prefix = parsed.GetValue(prefix),
                Direction = parsed.GetValue(direction),
                Delete = parsed.GetValue(delete),
                AllowRoot = parsed.GetValue(allowRoot),
                MaxDelete = parsed.GetValue(maxDelete),
                Include = parsed.GetValue(include) ?? [],
                Exclude = parsed.GetValue(exclude) ?? [],
                CompareBy = parsed.GetValue(compareBy),
                Shard = parsed.GetValue(TransferOptions.Shard),
                ThrottleLimit = parsed.GetValue(TransferOptions.ThrottleLimit),
            };
            var actions = context.Engine.Comparer.CompareAsync(options, cancellationToken);
            if (parsed.GetValue(plan))
            {
                await context.ReportAsync(meter: null, Shown(actions, all: parsed.GetValue(OutputOptions.Json)), Describe, cancellationToken);
                return;
            }

            var meter = context.CreateMeter();
            var apply = new ApplyOptions { EnvironmentId = options.EnvironmentId, ThrottleLimit = options.ThrottleLimit };
            await context.ReportAsync(meter, context.Engine.Plans.ApplyAsync(actions, apply, meter, cancellationToken), Describe, cancellationToken);
        });
    }

    private static Option<string[]> Patterns(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
            {
                result.AddError(Texts.MayNotBeEmpty(name));
            }
        });
        return option;
    }

    /// <summary>People see only what changes; programs get every action.</summary>
    private static IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> Shown(IAsyncEnumerable<Outcome<string, WxCloudSyncAction>> actions, bool all) =>
        all ? actions : actions.Where(static outcome => outcome.Value?.Action != WxCloudSyncOperation.Skip);

    private static Row Describe(WxCloudSyncAction action) => new(
        Texts.SyncOperation(action.Action),
        Texts.SyncRow(action.Action == WxCloudSyncOperation.Delete ? action.FileId ?? action.LocalPath! : action.CloudPath, SyncReasons.Describe(action.Reason).TrimEnd('.', '。')));
}
