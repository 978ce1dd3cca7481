using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Advice;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Provider.Drives;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Storage.Buckets;

namespace WxCloud.Cmdlets.Provider;

/// <summary>
/// The drives of cloud storage. This part has drives, paths and the calls of the engine; the other parts list items, change them, and
/// open their content. PowerShell creates a new instance for each call.
/// </summary>
[CmdletProvider(ProviderName, ProviderCapabilities.Filter | ProviderCapabilities.ShouldProcess)]
[OutputType(typeof(WxCloudFile), ProviderCmdlet = ProviderCmdlet.GetChildItem)]
[OutputType(typeof(WxCloudFile), ProviderCmdlet = ProviderCmdlet.GetItem)]
[OutputType(typeof(WxCloudFile), ProviderCmdlet = ProviderCmdlet.NewItem)]
public sealed partial class WxCloudProvider : NavigationCmdletProvider, IContentCmdletProvider
{
    /// <summary>The name of the provider, for <c>New-PSDrive -PSProvider</c>.</summary>
    public const string ProviderName = "WxCloud";

    private DriveWork? _work;

    private DriveCommand Command => new(DynamicParameters);

    /// <inheritdoc/>
    protected override object NewDriveDynamicParameters() => new NewDriveParameters();

    /// <inheritdoc/>
    protected override PSDriveInfo NewDrive(PSDriveInfo drive)
    {
        if (drive is WxCloudDriveInfo)
        {
            return drive;
        }

        try
        {
            var given = DynamicParameters as NewDriveParameters;
            var connection = given?.Connection is { } named
                ? DeserializedConnections.Recover(named, new(InvokeCommand))
                : SessionConnections.Current.DefaultOrFromEnvironment();
            return new WxCloudDriveInfo(
                drive.Name,
                ProviderInfo,
                drive.Description,
                connection,
                connection.RequireEnvironment(given?.EnvironmentId),
                DrivePath.PrefixOf(drive.Root));
        }
        catch (WxCloudException e)
        {
            throw Terminating(e);
        }
    }

    /// <inheritdoc/>
    protected override bool IsValidPath(string path) => !string.IsNullOrEmpty(path);

    /// <inheritdoc/>
    protected override string MakePath(string parent, string child)
    {
        // The first call with a path, and for the destination of a copy the only one.
        if (Command.IsCopy && CopyStatement.Find(SessionState) is { IsFromFileSystem: true } copy)
        {
            throw Terminating(CommandErrors.DriveEntered(copy.Destination ?? child ?? string.Empty));
        }

        var path = DrivePath.Join(parent ?? string.Empty, child ?? string.Empty);
        if (Command.IsTest && DrivePath.DriveOf(path) is not null && !WildcardPattern.ContainsWildcardCharacters(path))
        {
            // Later an exception would mean that the item does not exist, and Test-Path would be wrong without an error.
            _ = Find(Locate(path));
        }

        return path;
    }

    /// <inheritdoc/>
    protected override string GetParentPath(string path, string root) => DrivePath.Parent(path);

    /// <inheritdoc/>
    protected override string GetChildName(string path) => DrivePath.Name(path);

    /// <inheritdoc/>
    protected override string NormalizeRelativePath(string path, string basePath) => DrivePath.Relative(path, basePath ?? string.Empty);

    /// <summary>Called by PowerShell on another thread, on Ctrl+C.</summary>
    protected override void StopProcessing() => _work?.Bridge.Stop();

    /// <summary>Opens work on a place of a drive; the caller disposes it.</summary>
    internal DriveWork Open(DriveLocation at)
    {
        var work = new DriveWork(at, WriteDebug, WriteWarning);
        _work = work;
        if (Stopping)
        {
            work.Bridge.Stop();
        }

        return work;
    }

    internal void WriteError(WxCloudException error, DriveLocation at)
    {
        var shown = error.For(at.Path);
        FeedbackLoader.Prepare(shown, at.Drive.Connection);
        WriteError(ErrorRecordFactory.Create(shown));
    }

    /// <summary>Finds the place of a path. A path without a drive belongs to the drive of the call.</summary>
    private DriveLocation Locate(string path)
    {
        var name = DrivePath.DriveOf(path);
        var drive = PSDriveInfo as WxCloudDriveInfo;
        if (name is not null && !string.Equals(name, drive?.Name, StringComparison.OrdinalIgnoreCase))
        {
            // Drives of a script are visible in its own session state only.
            drive = SessionState.Drive.GetAll().Concat(ProviderInfo.Drives).OfType<WxCloudDriveInfo>()
                .FirstOrDefault(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        return drive is null ? throw Terminating(CommandErrors.DriveMissing(name ?? path)) : DriveLocation.Of(drive, path);
    }

    /// <summary>The file and the folder of a path. A failed request ends the command.</summary>
    private StoredName Find(DriveLocation at) => FindResult(at) is var result && result.Error is { } error ? throw Terminating(error) : result.Name;

    /// <summary>Requests the file and the folder of a path, unless the result is cached.</summary>
    private NameResult FindResult(DriveLocation at)
    {
        if (at.IsRoot)
        {
            return new(new(File: null, Folder: null), Error: null);
        }

        var (cache, command) = (at.Drive.Cache, Command);
        if (cache.Find(at.CloudPath, command) is { } known)
        {
            return known;
        }

        var (found, problem) = (new StoredName(File: null, Folder: null), default(WxCloudException));
        Guard(
            at,
            work => found = work.Bridge.Run(token => at.Engine.Files.FindAsync(at.Drive.EnvironmentId, at.CloudPath, token)),
            error => problem = error);
        return cache.Add(at.CloudPath, new(found, problem), command);
    }

    /// <summary>Makes a request. A failed one ends the command.</summary>
    /// <returns>The result; the default value when a line is being completed and there is none in time.</returns>
    private T? Request<T>(DriveLocation at, Func<CancellationToken, Task<T>> request)
    {
        var result = default(T);
        Guard(at, work => result = work.Bridge.Run(request), error => throw Terminating(error));
        return result;
    }

    /// <summary>Does work on a place. Its error does not stop the other paths of the command, unless they would fail in the same way.</summary>
    private void Guard(DriveLocation at, Action<DriveWork> action, Action<WxCloudException>? fail = null)
    {
        var outer = _work;
        using var work = Open(at);
        try
        {
            action(work);
        }
        catch (Exception e) when (work.IsCompletion && e is WxCloudException or OperationCanceledException)
        {
            // Nothing can be shown while a line is typed; the command will report the error.
        }
        catch (WxCloudException e) when (fail is not null)
        {
            fail(e.For(at.Path));
        }
        catch (WxCloudException e) when (e.IsFatal)
        {
            throw Terminating(e.For(at.Path), at.Drive.Connection);
        }
        catch (WxCloudException e)
        {
            WriteError(e, at);
        }
        catch (OperationCanceledException) when (work.Bridge.Stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            _work = outer;
        }
    }

    /// <summary>Ends the command with an error.</summary>
    /// <returns>Never returns; the type lets callers write <c>throw</c>.</returns>
    private WxCloudException Terminating(WxCloudException error, WxCloudConnection? connection = null)
    {
        FeedbackLoader.Prepare(error, connection);

        // PowerShell makes the error of the command from the inner exception, and keeps the record only of an exception that has one.
        var record = ErrorRecordFactory.Create(error);
        var carrier = new RuntimeException(error.Message, error, record);
        ThrowTerminatingError(new ErrorRecord(carrier, error.ErrorId, record.CategoryInfo.Category, record.TargetObject) { ErrorDetails = record.ErrorDetails });
        return error;
    }
}
