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

    /// <summary>The Node.js program that runs cloud functions; by default, the one on PATH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NodePath { get; set; }

    /// <summary>The cloud environments that exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] EnvironmentId { get; set; } = [];

    /// <summary>A prefix that every key has and cloud paths do not.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BasePath { get; set; }

    /// <summary>Upload forms name the cloud path instead of the key.</summary>
    [Parameter]
    public SwitchParameter CloudPathForm { get; set; }

    /// <summary>Calls need no token.</summary>
    [Parameter]
    public SwitchParameter OpenApiService { get; set; }

    /// <summary>Links have no signature and never expire.</summary>
    [Parameter]
    public SwitchParameter PublicRead { get; set; }

    /// <summary>URLs are raw text, not percent-encoded.</summary>
    [Parameter]
    public SwitchParameter RawLink { get; set; }

    private protected override void End()
    {
        var paths = new LocalPaths(SessionState.Path);
        var start = new EmulatorStart
        {
            Port = Port,
            DataPath = InMemory ? null : DataPath is null ? EmulatorRegistry.DefaultDataPath : paths.Literal(DataPath),
            EnvironmentIds = EnvironmentId,
            BasePath = BasePath,
            CloudPathForm = CloudPathForm,
            OpenApiService = OpenApiService,
            FaultPath = FaultPath is null ? null : paths.Literal(FaultPath),
            PublicRead = PublicRead,
            RawLink = RawLink,
            FunctionPath = FunctionPath is null ? null : paths.Literal(FunctionPath),
            NodePath = NodePath is null ? null : paths.Literal(NodePath),
        };
        if (start.FaultPath is { } rules && !File.Exists(rules))
        {
            throw Error.FileNotFound(FaultPath!);
        }

        if (start.FunctionPath is { } functions && !Directory.Exists(functions))
        {
            throw Error.FileNotFound(FunctionPath!);
        }

        if (start.NodePath is { } node && !File.Exists(node))
        {
            throw Error.FileNotFound(NodePath!);
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
        EmulatorRegistry.OfUser.Add(record);
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
            using var restore = new EmulatorRestore(emulator, backup);
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
