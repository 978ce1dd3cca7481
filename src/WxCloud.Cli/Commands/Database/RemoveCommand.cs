using System.CommandLine;
using System.Linq;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db remove</c>. It asks for no confirmation.</summary>
internal static class RemoveCommand
{
    public static Command Create()
    {
        var collection = new Argument<string>("collection") { Description = Texts.CollectionArgument };
        var choice = new Choice();
        var command = new Command("remove", Texts.DbRemove) { collection };
        choice.AddTo(command);
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var (environmentId, name) = (context.RequireEnvironment(), parsed.GetRequiredValue(collection));
            var editor = context.Engine.Editor;
            if (parsed.GetValue(choice.Ids) is { Length: > 0 } ids)
            {
                if (parsed.GetValue(choice.WhatIf))
                {
                    context.Terminal.WriteCount(ids.Length, Texts.WouldRemove(ids.Length, name));
                    return;
                }

                await context.ReportAsync(
                    meter: null, editor.RemoveAsync(environmentId, name, ids.ToAsyncEnumerable<object>(), cancellationToken), static removal => new Row(Texts.Removed, $"{removal.Id}"), cancellationToken);
                return;
            }

            var filter = choice.FilterOf(parsed);
            if (parsed.GetValue(choice.WhatIf))
            {
                var count = await editor.CountAsync(environmentId, name, filter, cancellationToken);
                context.Terminal.WriteCount(count, Texts.WouldRemove(count, name));
                return;
            }

            var removed = await editor.RemoveAsync(environmentId, name, filter, cancellationToken);
            context.Terminal.WriteResult(removed, static removed => new Row(Texts.Removed, Texts.DocumentCount(removed.Removed)));
        });
    }
}
