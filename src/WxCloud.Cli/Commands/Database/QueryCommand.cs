using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Database;
using WxCloud.Database.Parsing;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db query</c>.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        var collection = new Argument<string?>("collection") { Description = Texts.CollectionArgument, Arity = ArgumentArity.ZeroOrOne };
        var filter = JsonRules.Object("--filter", Texts.Filter);
        var ids = JsonRules.Texts("--id", Texts.DocumentId);
        var orderBy = JsonRules.Texts("--order-by", Texts.OrderBy);
        var fields = JsonRules.Texts("--field", Texts.Field);
        var skip = new Option<int>("--skip") { Description = Texts.Skip }.Between(0, int.MaxValue);
        var first = new Option<int?>("--first") { Description = Texts.First };
        first.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => !uint.TryParse(token.Value, out _)))
            {
                result.AddError(Texts.NumberFrom("--first", 0));
            }
        });
        var statement = OptionRules.Text("--statement", Texts.Statement);
        var parameters = JsonRules.Parameters("--parameter", Texts.Parameter);
        var command = new Command("query", Texts.DbQuery) { collection, filter, ids, orderBy, fields, skip, first, statement, parameters };
        command.RequireOne(collection, statement);
        command.Exclude(filter, statement);
        command.Exclude(filter, ids);
        command.Exclude(ids, statement);
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var environmentId = context.RequireEnvironment();
            if (parsed.GetValue(ids) is { Length: > 0 } wanted)
            {
                var found = context.Engine.Finder.FindAsync(environmentId, parsed.GetValue(collection)!, wanted.ToAsyncEnumerable<object>(), parsed.GetValue(fields), cancellationToken);
                await foreach (var outcome in found)
                {
                    context.Report(outcome, document => context.Terminal.WriteDocuments([document]));
                }

                return;
            }

            var documents = context.Engine.Documents;
            var pages = parsed.GetValue(statement) is { } text
                ? documents.ReadAsync(environmentId, ParsedStatement.Parse(text, JsonRules.ReadParameters(parsed.GetValue(parameters)), "get"), parsed.GetValue(skip), parsed.GetValue(first), cancellationToken)
                : documents.ReadAsync(
                    environmentId,
                    new DocumentSearch(parsed.GetValue(collection)!)
                    {
                        Filter = parsed.GetValue(filter) is { } json ? DocumentJson.ReadDocument(json, "--filter") : null,
                        OrderBy = [.. (parsed.GetValue(orderBy) ?? []).Select(SortKey.Parse)],
                        Fields = parsed.GetValue(fields),
                        Skip = parsed.GetValue(skip),
                        First = parsed.GetValue(first),
                    },
                    cancellationToken);
            await foreach (var page in pages)
            {
                context.Terminal.WriteDocuments(page);
            }
        });
    }
}
