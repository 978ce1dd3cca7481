using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Threading;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Emulation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;
using WxCloud.Local;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Starts the service on this computer. It runs until it is stopped, from any session.</summary>
[Cmdlet(VerbsLifecycle.Start, "WxCloudEmulator", DefaultParameterSetName = OnDisk, SupportsShouldProcess = true)]
[OutputType(typeof(WxCloudEmulator))]
public sealed class StartWxCloudEmulatorCommand : WxCloudCommand
{
    private const string OnDisk = "DataPath";
    private const string OnlyInMemory = "InMemory";

    /// <summary>The port to listen on; 0 for any that is free.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = 9380;

    /// <summary>The folder of its data; by default, one in the user's data folder.</summary>
    [Parameter(ParameterSetName = OnDisk)]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>Keeps everything in memory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OnlyInMemory)]
    public SwitchParameter InMemory { get; set; }

    /// <summary>A file of fault rules.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FaultPath { get; set; }

    /// <summary>Opens the console of the emulator in the default browser.</summary>
    [Parameter]
    public SwitchParameter Show { get; set; }

    /// <summary>The folder of a backup to restore.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RestorePath { get; set; }

    /// <summary>The folder of a project's cloud functions, or the project's folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FunctionPath { get; set; }

    private protected override void End()
    {
        var paths = new LocalPaths(SessionState.Path);
        var start = new EmulatorStart(
            Port,
            InMemory ? null : DataPath is null ? EmulatorRegistry.DefaultDataPath : paths.Literal(DataPath),
            FaultPath is null ? null : paths.Literal(FaultPath),
            FunctionPath is null ? null : paths.Literal(FunctionPath));
        if (start.FaultPath is { } rules && !File.Exists(rules))
        {
            throw Error.FileNotFound(FaultPath!);
        }

        if (start.FunctionPath is { } functions && !Directory.Exists(functions))
        {
            throw Error.FileNotFound(FunctionPath!);
        }

        var backup = RestorePath is null ? null : Path.GetFullPath(paths.Literal(RestorePath));
        if (backup is not null)
        {
            EmulatorRestore.ThrowIfNotPossible(backup);
        }

        if (!ShouldProcess(Texts.Format("Emulator.Target", Port.ToString(CultureInfo.InvariantCulture)), Texts.Format("Emulator.Start")))
        {
            return;
        }

        var record = Run(cancellationToken => EmulatorProcess.StartAsync(EmulatorProgram.Find(Folder), start, cancellationToken));
        EmulatorRegistry.Add(record);
        var emulator = record.ToEmulator();
        if (backup is not null)
        {
            Restore(emulator, record, backup);
        }

        WriteObject(emulator);
        if (Show && !WebBrowser.TryOpen(emulator.Endpoint))
        {
            WriteWarning(Texts.Format("Emulator.NoBrowser", emulator.Endpoint));
        }
    }

    /// <summary>Restores a backup; when it cannot be begun, the emulator is stopped again.</summary>
    private void Restore(WxCloudEmulator emulator, EmulatorRecord record, string backup)
    {
        try
        {
            using var restore = new EmulatorRestore(emulator.Endpoint, backup);
            var meter = ShowProgress(Texts.Format("Restore.Activity", emulator.EnvironmentId));
            WriteStream(token => restore.RunAsync(meter, token));
        }
        catch (WxCloudException)
        {
            Run(_ => EmulatorProcess.StopAsync(record, CancellationToken.None));
            throw;
        }
    }

    private protected override void WriteResult(object? result)
    {
        if (result is WxCloudRestore restored)
        {
            WriteVerbose(Texts.Format("Emulator.Restored", restored.FilesSent, restored.DocumentsInserted + restored.DocumentsReplaced));
        }
    }

    /// <summary>The emulator of the package: this assembly is two folders below the package's root.</summary>
    private static string Folder => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(StartWxCloudEmulatorCommand).Assembly.Location)!, "..", "..", "emulator"));
}
