using System.Globalization;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Gets the state of an import or export.</summary>
[Cmdlet(VerbsCommon.Get, "WxCloudMigration")]
[OutputType(typeof(WxCloudMigration))]
public sealed class GetWxCloudMigrationCommand : EnvironmentCommand
{
    /// <summary>The numbers of the jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public long[] JobId { get; set; } = [];

    private protected override void Process()
    {
        var environmentId = RequiredEnvironment;
        var jobs = Connected.Engine.Migrations;
        foreach (var jobId in JobId)
        {
            Attempt(jobId.ToString(CultureInfo.InvariantCulture), async token =>
            {
                var job = await jobs.FindAsync(environmentId, jobId, token).ConfigureAwait(false);
                await Bridge.PostAsync(() => WriteObject(job)).ConfigureAwait(false);
            });
        }
    }
}
