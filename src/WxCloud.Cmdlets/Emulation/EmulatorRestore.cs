using System;
using System.Collections.Generic;
using System.Threading;
using WxCloud.Backups.Format;
using WxCloud.Backups.Restore;
using WxCloud.Connections;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Progress;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>Restores a backup to an emulator that has just started, through the calls that everybody uses. What differs is replaced.</summary>
internal sealed class EmulatorRestore : IDisposable
{
    private readonly WxCloudConnection _connection;
    private readonly string _environmentId;
    private readonly string _path;

    /// <param name="emulator">The emulator.</param>
    /// <param name="path">The full path of the backup.</param>
    public EmulatorRestore(WxCloudEmulator emulator, string path)
    {
        // The tokens of an emulator in memory end with it; in the shared cache they would be invalid.
        _connection = new(ConnectionSettings.ForEmulator(emulator.Endpoint) with { NoTokenCache = true });
        _environmentId = emulator.EnvironmentId;
        _path = path;
    }

    /// <exception cref="WxCloudException">The folder is no backup, or one that is damaged or not complete.</exception>
    public static void ThrowIfNotPossible(string path)
    {
        if (BackupManifest.Read(new(path)).State != BackupState.Complete)
        {
            throw Error.BackupIncomplete(path);
        }
    }

    public IAsyncEnumerable<Outcome<string, WxCloudRestore>> RunAsync(TransferMeter meter, CancellationToken cancellationToken)
    {
        var options = new RestoreOptions
        {
            EnvironmentId = _environmentId,
            Path = _path,
            ConflictMode = WxConflictMode.Upsert,
            HasReport = false,
        };
        return _connection.Engine.Restore.RunAsync(options, meter, cancellationToken);
    }

    public void Dispose() => _connection.Dispose();
}
