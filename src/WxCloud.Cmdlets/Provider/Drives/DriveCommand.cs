using System.Management.Automation;
using System.Text;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>
/// The command that calls the provider, recognised by the object with its dynamic parameters. That object is this provider's own when
/// the command names a path of the drive, and that of the current location's provider when the paths come through the pipeline; its
/// parameters are then read by their names.
/// </summary>
internal readonly struct DriveCommand(object? parameters)
{
    /// <summary>What distinguishes one execution of a command from another; <see langword="null"/> for commands without such parameters.</summary>
    public object? Key => parameters;

    /// <summary>Whether it does not use results that other commands cached.</summary>
    public bool BypassesCache => parameters is DriveParameters || IsTest;

    public bool IsTest => parameters is TestParameters || Is("FileSystemItemProviderDynamicParameters");

    /// <summary>Whether it is Get-ChildItem. Its listing shows whether the path exists, so no request is made before.</summary>
    public bool IsListing => parameters is ChildItemParameters || Is("GetChildDynamicParameters");

    public bool IsGetItem => parameters is ItemParameters || Is("FileSystemProviderGetItemDynamicParameters");

    /// <summary>Whether it is Set-Content or Add-Content, and not Clear-Content.</summary>
    public bool WritesContent => parameters is ContentWriterParameters || Is("FileSystemContentWriterDynamicParameters");

    public bool IsCopy => parameters is CopyParameters || Is("CopyItemDynamicParameters");

    public bool Has(string name) => Value(name) is { } value && LanguagePrimitives.IsTrue(value);

    /// <summary>The delimiter that was given; <see langword="null"/> when none was. That of the file system's parameters has a value always.</summary>
    public string? Delimiter => parameters is DriveParameters || Has("DelimiterSpecified") ? Value(nameof(Delimiter))?.ToString() : null;

    /// <summary>The encoding that was given; <see langword="null"/> when none was. That of the file system's parameters has a value always.</summary>
    public Encoding? Encoding => parameters is DriveParameters || Has("WasStreamTypeSpecified") ? Value(nameof(Encoding)) as Encoding : null;

    private object? Value(string name) => parameters is null ? null : PSObject.AsPSObject(parameters).Properties[name]?.Value;

    private bool Is(string type) => parameters?.GetType().Name == type;
}
