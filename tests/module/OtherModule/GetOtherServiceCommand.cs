using System;
using System.Management.Automation;
using Microsoft.Extensions.DependencyInjection;

namespace OtherModule;

[Cmdlet(VerbsCommon.Get, "OtherService")]
[OutputType(typeof(Version))]
public sealed class GetOtherServiceCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        using var provider = new ServiceCollection().AddSingleton("works").BuildServiceProvider();
        provider.GetRequiredService<string>();
        WriteObject(typeof(IServiceCollection).Assembly.GetName().Version);
    }
}
