using System.CommandLine;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db add</c>.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var collection = new Argument<string>("collection") { Description = Texts.CollectionArgument };
        var documents = new Argument<string[]>("document") { Description = Texts.DocumentArgument, Arity = ArgumentArity.OneOrMore };
        var command = new Command("add", Texts.DbAdd) { collection, documents };
        return command.WithWork((parsed, context, cancellationToken) => context.ReportAsync(
            meter: null,
            context.Engine.Inserter.AddAsync(
                context.RequireEnvironment(),
                parsed.GetRequiredValue(collection),
                DocumentArguments.ReadAsync(parsed.GetRequiredValue(documents), cancellationToken),
                cancellationToken),
            static added => new Row(Texts.Added, $"{added.Id}"),
            cancellationToken));
    }
}
