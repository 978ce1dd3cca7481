using System.CommandLine;
using System.IO;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Database.Values;
using WxCloud.Transfers.Migrations;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var collection = new Argument<string>("collection") { Description = Texts.CollectionArgument };
        var file = new Argument<string>("file") { Description = Texts.ExportFileArgument };
        var fileType = OptionRules.Choice<WxMigrationFileType>("--file-type", Texts.FileType);
        var filter = JsonRules.Object("--filter", Texts.Filter);
        var force = OptionRules.Flag("--force", Texts.Force);
        var noWait = OptionRules.Flag("--no-wait", Texts.NoWait);
        var command = new Command("export", Texts.DbExport) { collection, file, fileType, filter, force, noWait };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            var export = new CollectionExport(
                context.RequireEnvironment(),
                parsed.GetRequiredValue(collection),
                Path.GetFullPath(path),
                parsed.GetValue(fileType) is var type && type != default ? type : ImportCommand.TypeOf(path),
                parsed.GetValue(filter) is { } json ? DocumentJson.ReadDocument(json, "--filter") : null,
                parsed.GetValue(force),
                Waits: !parsed.GetValue(noWait));
            context.Report(await MigrationDisplay.ShowAsync(context.Terminal, report => context.Engine.Migrator.ExportAsync(export, report, cancellationToken)));
        });
    }
}
