using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Database;
using WxCloud.Database.Calls;
using WxCloud.Database.Values;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db index</c>.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var collection = new Argument<string>("collection") { Description = Texts.CollectionArgument };
        var create = JsonRules.Objects("--create", Texts.CreateIndex);
        var drop = JsonRules.Texts("--drop", Texts.DropIndex);
        var command = new Command("index", Texts.DbIndex) { collection, create, drop };
        command.Validators.Add(result =>
        {
            if (result.GetResult(create) is null && result.GetResult(drop) is null)
            {
                result.AddError(Texts.OneOfNeeded("--create, --drop"));
            }
        });
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var (environmentId, name) = (context.RequireEnvironment(), parsed.GetRequiredValue(collection));
            var created = (parsed.GetValue(create) ?? []).Select(static json => IndexDefinition.Read(DocumentJson.ReadDocument(json, "--create"))).ToList();
            var dropped = (parsed.GetValue(drop) ?? []).Select(static index => new IndexToDrop(index)).ToList();
            return context.AttemptAsync(name, Texts.Updated, () => context.Engine.Collections.UpdateIndexesAsync(environmentId, name, created, dropped, cancellationToken));
        });
    }
}
