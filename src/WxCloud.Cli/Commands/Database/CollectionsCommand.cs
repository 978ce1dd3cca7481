using System.CommandLine;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db collections</c>: lists them; with options makes or removes some.</summary>
internal static class CollectionsCommand
{
    public static Command Create()
    {
        var add = JsonRules.Texts("--add", Texts.AddCollection);
        var remove = JsonRules.Texts("--remove", Texts.RemoveCollection);
        var command = new Command("collections", Texts.DbCollections) { add, remove };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var environmentId = context.RequireEnvironment();
            var client = context.Engine.Collections;
            var (added, removed) = (parsed.GetValue(add) ?? [], parsed.GetValue(remove) ?? []);
            foreach (var name in added)
            {
                await context.AttemptAsync(name, Texts.Added, () => client.AddAsync(environmentId, name, cancellationToken));
            }

            foreach (var name in removed)
            {
                await context.AttemptAsync(name, Texts.Removed, () => client.RemoveAsync(environmentId, name, cancellationToken));
            }

            if (added.Length + removed.Length > 0)
            {
                return;
            }

            await foreach (var collection in client.ListAsync(environmentId, cancellationToken))
            {
                context.Terminal.WriteResult(collection, static collection => new Row(Label: null, Texts.CollectionRow(collection.Name, collection.Count, Sizes.Format(collection.Size), collection.IndexCount)));
            }
        });
    }
}
