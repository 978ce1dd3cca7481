using System.Management.Automation;
using System.Text;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Completion;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>The parameters that a drive adds to a command, and the identity of one execution of it.</summary>
internal class DriveParameters
{
}

/// <summary>The parameters of Get-ChildItem on a drive.</summary>
internal sealed class ChildItemParameters : DriveParameters
{
    [Parameter]
    [Alias("ad")]
    public SwitchParameter Directory { get; set; }

    [Parameter]
    [Alias("af")]
    public SwitchParameter File { get; set; }
}

/// <summary>Marks Test-Path.</summary>
internal sealed class TestParameters : DriveParameters
{
}

/// <summary>Marks Copy-Item.</summary>
internal sealed class CopyParameters : DriveParameters
{
}

/// <summary>Marks Get-Item.</summary>
internal sealed class ItemParameters : DriveParameters
{
}

/// <summary>The parameters of all commands for content on a drive.</summary>
internal abstract class ContentParameters : DriveParameters
{
    [Parameter]
    [EncodingName]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }
}

/// <summary>The parameters of Get-Content on a drive.</summary>
internal sealed class ContentReaderParameters : ContentParameters
{
    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Delimiter { get; set; }
}

/// <summary>The parameters of Set-Content and Add-Content on a drive.</summary>
internal sealed class ContentWriterParameters : ContentParameters
{
    [Parameter]
    public SwitchParameter NoNewline { get; set; }
}

/// <summary>The parameters of New-PSDrive.</summary>
internal sealed class NewDriveParameters : DriveParameters
{
    [Parameter]
    [ValidateNotNull]
    [ConnectionObject]
    public WxCloudConnection? Connection { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? EnvironmentId { get; set; }
}
