using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Restore;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Connections;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Commands.Environments;

/// <summary><c>wxcloud restore</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var command = new Command("restore", Texts.Restore);
        var folder = BackupOptionRules.Folder(command);
        var prefix = BackupOptionRules.Names("--prefix", Texts.BackupPrefix);
        var collection = BackupOptionRules.Names("--collection", Texts.BackupCollection);
        var conflictMode = OptionRules.Choice<WxConflictMode>("--conflict-mode", Texts.RestoreConflictMode);
        var allowIncomplete = OptionRules.Flag("--allow-incomplete", Texts.AllowIncomplete);
        var report = OptionRules.Text("--report", Texts.ReportPath);
        var whatIf = OptionRules.Flag("--what-if", Texts.BackupWhatIf);
        foreach (var option in new Option[] { prefix, collection, conflictMode, allowIncomplete, report, whatIf, TransferOptions.ThrottleLimit })
        {
            command.Options.Add(option);
        }

        var scope = BackupOptionRules.Scope(command, prefix, collection);

        return command.WithWork((parsed, context, cancellationToken) =>
        {
            var options = new RestoreOptions
            {
                EnvironmentId = context.RequireEnvironment(),
                Path = Path.GetFullPath(parsed.GetRequiredValue(folder)),
                Scope = scope(parsed),
                Prefixes = parsed.GetValue(prefix) ?? [],
                Collections = parsed.GetValue(collection) ?? [],
                ConflictMode = parsed.GetValue(conflictMode) is var mode && mode != default ? mode : WxConflictMode.Insert,
                AllowIncomplete = parsed.GetValue(allowIncomplete),
                ReportPath = parsed.GetValue(report) is { } path ? Path.GetFullPath(path) : null,
                IsPlan = parsed.GetValue(whatIf),
                ThrottleLimit = parsed.GetValue(TransferOptions.ThrottleLimit),
            };
            var meter = options.IsPlan ? null : new TransferMeter();
            var label = options.IsPlan ? Texts.Planned : Texts.Restored;
            return context.ReportAsync(meter, context.Engine.Restore.RunAsync(options, meter, cancellationToken), restore => Describe(restore, label), cancellationToken);
        });
    }

    /// <summary>Restores a backup to an emulator that has just started. What differs is replaced.</summary>
    /// <returns>Whether it could be begun.</returns>
    public static async Task<bool> RestoreAsync(Uri emulator, string environmentId, string path, CancellationToken cancellationToken)
    {
        // The tokens of this emulator end with it; in the shared cache they would be invalid.
        using var connection = new WxCloudConnection(ConnectionSettings.ForEmulator(emulator) with { NoTokenCache = true });
        var options = new RestoreOptions
        {
            EnvironmentId = environmentId,
            Path = Path.GetFullPath(path),
            ConflictMode = WxConflictMode.Upsert,
            HasReport = false,
        };
        try
        {
            await foreach (var outcome in connection.Engine.Restore.RunAsync(options, meter: null, cancellationToken))
            {
                if (outcome.Error is { } error)
                {
                    WriteError(error);
                }
                else
                {
                    var row = Describe(outcome.Value!, Texts.Restored);
                    Console.Out.WriteLine($"{row.Label}: {row.Text}");
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The emulator ends with it.
            return true;
        }
        catch (WxCloudException e)
        {
            WriteError(e);
            return false;
        }
    }

    private static void WriteError(WxCloudException error) => Console.Error.WriteLine($"wxcloud: {error.Message} {error.RecommendedAction}".TrimEnd());

    private static Row Describe(WxCloudRestore restore, string label) => new(
        label,
        Texts.RestoreRow(
            restore.FilesSent, Sizes.Format(restore.BytesSent), restore.FilesPresent, restore.DocumentsInserted, restore.DocumentsReplaced, restore.DocumentsPresent, restore.DocumentsRewritten));
}
