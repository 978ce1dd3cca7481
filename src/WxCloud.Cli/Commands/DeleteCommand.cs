using System.CommandLine;
using WxCloud.Cli.Display;

namespace WxCloud.Cli.Commands;

/// <summary><c>wxcloud delete</c>.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var fileIds = FileIdArguments.Create();
        var command = new Command("delete", "Deletes files from cloud storage.") { fileIds };
        command.SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(
            parsed,
            (services, context, token) => CommandRunner.ReportAsync(
                context,
                meter: null,
                services.Lists.DeleteAsync(context.RequireEnvironment(), FileIdArguments.ReadAsync(parsed.GetRequiredValue(fileIds)), token),
                static removal => new Row("deleted", removal.FileId),
                token),
            cancellationToken));
        return command.WithConnection();
    }
}
