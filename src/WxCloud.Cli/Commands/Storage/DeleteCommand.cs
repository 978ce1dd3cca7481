using System.CommandLine;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Commands.Storage;

/// <summary><c>wxcloud delete</c>. It asks for no confirmation: standard input may be the list.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var command = new Command("delete", Texts.Delete) { fileIds };
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var removals = context.Engine.Lists.DeleteAsync(
                context.RequireEnvironment(),
                context.ReadFileIdsAsync(parsed.GetRequiredValue(fileIds), cancellationToken),
                cancellationToken);
            return context.ReportAsync(meter: null, removals, static removal => new Row(Texts.Deleted, removal.FileId), cancellationToken);
        });
    }
}
