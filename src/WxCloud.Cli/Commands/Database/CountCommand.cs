using System.CommandLine;
using System.Globalization;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Database.Values;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db count</c>.</summary>
internal static class CountCommand
{
    public static Command Create()
    {
        var collection = new Argument<string>("collection") { Description = Texts.CollectionArgument };
        var filter = JsonRules.Object("--filter", Texts.Filter);
        var command = new Command("count", Texts.DbCount) { collection, filter };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var fields = parsed.GetValue(filter) is { } json ? DocumentJson.ReadDocument(json, "--filter") : null;
            var count = await context.Engine.Editor.CountAsync(context.RequireEnvironment(), parsed.GetRequiredValue(collection), fields, cancellationToken);
            context.Terminal.WriteCount(count, count.ToString(CultureInfo.InvariantCulture));
        });
    }
}
