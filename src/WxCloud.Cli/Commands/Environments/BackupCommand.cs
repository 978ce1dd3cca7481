using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Backups.Save;
using WxCloud.Backups.Verify;
using WxCloud.Cli.Display;
using WxCloud.Cli.Execution;
using WxCloud.Cli.Parsing;
using WxCloud.Cli.Resources;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cli.Commands.Environments;

/// <summary><c>wxcloud backup</c>. With <c>--verify</c> it compares a backup with its manifest, without a connection.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var command = new Command("backup", Texts.Backup);
        var folder = BackupOptionRules.Folder(command);
        var prefix = BackupOptionRules.Names("--prefix", Texts.BackupPrefix);
        var collection = BackupOptionRules.Names("--collection", Texts.BackupCollection);
        var maxDelete = TransferOptions.MaxDelete();
        var verify = OptionRules.Flag("--verify", Texts.BackupVerify);
        var whatIf = OptionRules.Flag("--what-if", Texts.BackupWhatIf);
        foreach (var option in new Option[] { prefix, collection, maxDelete, verify, whatIf, TransferOptions.ThrottleLimit })
        {
            command.Options.Add(option);
        }

        var scope = BackupOptionRules.Scope(command, prefix, collection);
        foreach (var option in new Option[] { prefix, collection, maxDelete, whatIf })
        {
            command.Exclude(verify, option);
        }

        return command.WithWork(
            (parsed, context, cancellationToken) =>
            {
                var options = new BackupOptions
                {
                    EnvironmentId = context.RequireEnvironment(),
                    Path = Path.GetFullPath(parsed.GetRequiredValue(folder)),
                    Scope = scope(parsed),
                    Prefixes = parsed.GetValue(prefix) ?? [],
                    Collections = parsed.GetValue(collection) ?? [],
                    MaxDelete = parsed.GetValue(maxDelete),
                    ThrottleLimit = parsed.GetValue(TransferOptions.ThrottleLimit),
                };
                if (parsed.GetValue(whatIf))
                {
                    return context.ReportAsync(meter: null, context.Engine.Backup.PlanAsync(options, cancellationToken), static plan => Describe(plan, Texts.Planned), cancellationToken);
                }

                var meter = new TransferMeter();
                return context.ReportAsync(meter, context.Engine.Backup.RunAsync(options, meter, cancellationToken), static backup => Describe(backup, backup.Complete ? Texts.BackupComplete : Texts.BackupIncomplete), cancellationToken);
            },
            async (parsed, terminal, cancellationToken) => parsed.GetValue(verify) ? await VerifyAsync(Path.GetFullPath(parsed.GetRequiredValue(folder)), terminal, cancellationToken) : null);
    }

    private static async Task<int> VerifyAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        var isIntact = true;
        await foreach (var damage in BackupVerifier.FindDamageAsync(new(path), cancellationToken))
        {
            isIntact = false;
            terminal.WriteResult(damage, static damage => new(Label: null, Texts.BackupDamageRow(damage.Name, Texts.BackupProblem(damage.Problem))));
        }

        if (isIntact)
        {
            terminal.WriteResult(new VerificationReport(path, Intact: true), static _ => new(Label: null, Texts.BackupIntact));
        }

        return isIntact ? ExitCodes.Success : ExitCodes.ItemsFailed;
    }

    private static Row Describe(WxCloudBackup backup, string label) =>
        new(label, Texts.BackupRow(backup.Files, Sizes.Format(backup.Bytes), backup.FilesReceived, backup.Collections, backup.Documents));
}
