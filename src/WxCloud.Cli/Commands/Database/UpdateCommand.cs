using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Database.Values;
using WxCloud.Transfers.Documents;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db update</c>.</summary>
internal static class UpdateCommand
{
    public static Command Create()
    {
        var collection = new Argument<string>("collection") { Description = Texts.CollectionArgument };
        var changes = new Argument<string>("changes") { Description = Texts.ChangesArgument };
        var choice = new Choice();
        var replace = OptionRules.Flag("--replace", Texts.Replace);
        var command = new Command("update", Texts.DbUpdate) { collection, changes, replace };
        choice.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(replace) && result.GetResult(choice.Ids) is null)
            {
                result.AddError(Texts.ReplaceNeedsId);
            }
        });
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var (environmentId, name) = (context.RequireEnvironment(), parsed.GetRequiredValue(collection));
            var fields = DocumentJson.ReadDocument(parsed.GetRequiredValue(changes), Texts.Document);
            var editor = context.Engine.Editor;
            if (parsed.GetValue(choice.Ids) is { Length: > 0 } ids)
            {
                if (parsed.GetValue(choice.WhatIf))
                {
                    context.Terminal.WriteCount(ids.Length, Texts.WouldUpdate(ids.Length, name));
                    return;
                }

                var each = ids.Select(id => new DocumentChange(id, fields.WithoutId(), parsed.GetValue(replace))).ToAsyncEnumerable();
                await context.ReportAsync(meter: null, editor.UpdateAsync(environmentId, name, each, cancellationToken), Describe, cancellationToken);
                return;
            }

            var filter = choice.FilterOf(parsed);
            if (parsed.GetValue(choice.WhatIf))
            {
                var count = await editor.CountAsync(environmentId, name, filter, cancellationToken);
                context.Terminal.WriteCount(count, Texts.WouldUpdate(count, name));
                return;
            }

            var update = await editor.UpdateAsync(environmentId, name, filter, fields, cancellationToken);
            context.Terminal.WriteResult(update, Describe);
        });
    }

    private static Row Describe(WxCloudDocumentUpdate update) =>
        new(update.Created ? Texts.Added : Texts.Updated, update.Id is { } id ? $"{id}" : Texts.UpdateRow(update.Matched, update.Modified));
}
