using System.Management.Automation;
using System.Threading.Tasks;
using WxCloud.Backups.Verify;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Verifies a backup against its manifest, without a connection.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WxCloudBackup")]
[OutputType(typeof(bool), typeof(WxCloudBackupDamage))]
public sealed class TestWxCloudBackupCommand : WxCloudCommand
{
    /// <summary>The folder of the backup.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Emits one row for each damaged item instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override void Process()
    {
        var path = System.IO.Path.GetFullPath(new LocalPaths(SessionState.Path).Literal(Path));
        Run(async token =>
        {
            var isIntact = true;
            await foreach (var damage in BackupVerifier.FindDamageAsync(new(path), token).ConfigureAwait(false))
            {
                isIntact = false;
                await Bridge.PostAsync(() => Write(damage)).ConfigureAwait(false);
            }

            if (!Detailed)
            {
                await Bridge.PostAsync(() => WriteObject(isIntact)).ConfigureAwait(false);
            }

            return isIntact;
        });
    }

    private void Write(WxCloudBackupDamage damage)
    {
        if (Detailed)
        {
            WriteObject(damage);
        }
        else
        {
            WriteVerbose(damage.ToString());
        }
    }
}
