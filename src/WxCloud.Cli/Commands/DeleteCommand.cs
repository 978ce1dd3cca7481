using System.CommandLine;
using WxCloud.Cli.Display;
using WxCloud.Cli.Parsing;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud delete</c>. It never asks: standard input may hold the list.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var command = new Command("delete", "Deletes files from cloud storage without asking.") { fileIds };
        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var removals = context.Engine.Lists.DeleteAsync(
                context.RequireEnvironment(),
                FileIdArguments.ReadAsync(parsed.GetRequiredValue(fileIds)),
                cancellationToken);
            return context.ReportAsync(meter: null, removals, static removal => new Row("deleted", removal.FileId), cancellationToken);
        });
    }
}
