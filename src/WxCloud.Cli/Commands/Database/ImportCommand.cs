using System;
using System.CommandLine;
using System.IO;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Migrations;

namespace WxCloud.Cli.Commands.Database;

/// <summary><c>wxcloud db import</c>.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var collection = new Argument<string>("collection") { Description = Texts.CollectionArgument };
        var file = new Argument<string>("file") { Description = Texts.ImportFileArgument };
        var fileType = OptionRules.Choice<WxMigrationFileType>("--file-type", Texts.FileType);
        var conflictMode = OptionRules.Choice<WxConflictMode>("--conflict-mode", Texts.ConflictMode);
        var stopOnError = OptionRules.Flag("--stop-on-error", Texts.StopOnError);
        var noWait = OptionRules.Flag("--no-wait", Texts.NoWait);
        var command = new Command("import", Texts.DbImport) { collection, file, fileType, conflictMode, stopOnError, noWait };
        return command.WithWork(async (parsed, context, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            var import = new CollectionImport(
                context.RequireEnvironment(),
                parsed.GetRequiredValue(collection),
                Path.GetFullPath(path),
                parsed.GetValue(fileType) is var type && type != default ? type : TypeOf(path),
                parsed.GetValue(conflictMode) is var mode && mode != default ? mode : WxConflictMode.Insert,
                parsed.GetValue(stopOnError),
                Waits: !parsed.GetValue(noWait));
            context.Report(await MigrationDisplay.ShowAsync(context.Terminal, report => context.Engine.Migrator.ImportAsync(import, report, cancellationToken)));
        });
    }

    /// <summary>The form by the extension: CSV for .csv, JSON Lines for all others.</summary>
    internal static WxMigrationFileType TypeOf(string path) =>
        Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? WxMigrationFileType.Csv : WxMigrationFileType.Json;
}
