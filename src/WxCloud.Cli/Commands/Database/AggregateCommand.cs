using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Database.Parsing;
using WxCloud.Database.Values;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db aggregate</c>.</summary>
internal static class AggregateCommand
{
    public static Command Create()
    {
        var collection = new Argument<string?>("collection") { Description = Texts.CollectionArgument, Arity = ArgumentArity.ZeroOrOne };
        var stages = new Argument<string[]>("stage") { Description = Texts.StageArgument, Arity = ArgumentArity.ZeroOrMore };
        var statement = OptionRules.Text("--statement", Texts.AggregateStatement);
        var parameters = JsonRules.Parameters("--parameter", Texts.Parameter);
        var command = new Command("aggregate", Texts.DbAggregate) { collection, stages, statement, parameters };
        command.RequireOne(collection, statement);
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var environmentId = context.RequireEnvironment();
            var aggregates = context.Engine.Aggregates;
            var documents = parsed.GetValue(statement) is { } text
                ? await aggregates.RunAsync(environmentId, ParsedStatement.Parse(text, JsonRules.ReadParameters(parsed.GetValue(parameters)), "end"), cancellationToken)
                : await aggregates.RunAsync(environmentId, parsed.GetValue(collection)!, [.. parsed.GetValue(stages)!.SelectMany(Read)], cancellationToken);
            context.Terminal.WriteDocuments(documents);
        });
    }

    /// <summary>A stage, or the stages of an array.</summary>
    private static IEnumerable<object?> Read(string json) => DocumentJson.Read(json, json) is var value && value is IReadOnlyList<object?> many ? many : [value];
}
