using System.Management.Automation.Provider;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Provider.Drives;

namespace WxCloud.Cmdlets.Provider;

/// <content>Opens the content of files.</content>
public sealed partial class WxCloudProvider
{
    /// <inheritdoc/>
    public object GetContentReaderDynamicParameters(string path) => new ContentReaderParameters();

    /// <inheritdoc/>
    public object GetContentWriterDynamicParameters(string path) => new ContentWriterParameters();

    /// <inheritdoc/>
    public object ClearContentDynamicParameters(string path) => new DriveParameters();

    /// <inheritdoc/>
    public IContentReader? GetContentReader(string path)
    {
        var at = Locate(path);
        DriveContentReader? reader = null;
        Guard(at, _ =>
        {
            if (Command.Has("Wait"))
            {
                throw CommandErrors.DriveCannotWait(at.Path);
            }

            if (Command.Has("AsByteStream") && Command.Delimiter is not null)
            {
                throw CommandErrors.DriveBytesDelimited(at.Path);
            }

            reader = new(this, at, FileOf(at), Command);
        });
        return reader;
    }

    /// <inheritdoc/>
    public IContentWriter? GetContentWriter(string path)
    {
        var at = Locate(path);
        DriveContentWriter? writer = null;
        Guard(at, _ =>
        {
            if (at.IsRoot || Find(at) is { File: null, Folder: not null })
            {
                throw CommandErrors.DriveItemIsFolder(at.Path);
            }

            writer = new(this, at, Command);
        });
        return writer;
    }

    /// <summary>Clears a file for Clear-Content. Set-Content calls this too, and then it does nothing: the new content replaces the file when it is complete.</summary>
    public void ClearContent(string path)
    {
        if (Command.WritesContent)
        {
            return;
        }

        var at = Locate(path);
        Guard(at, work =>
        {
            _ = FileOf(at);
            if (ShouldProcess(at.Path, Texts.Format("Drive.Clear")))
            {
                using var content = new ContentSpool();
                content.Send(at, work.Bridge);
                at.Drive.Cache.Remove(at.CloudPath);
            }
        });
    }

    /// <summary>The file of a path, also beside a folder of the same name.</summary>
    /// <exception cref="WxCloudException">There is none.</exception>
    internal WxCloudFile FileOf(DriveLocation at)
    {
        if (at.IsRoot)
        {
            throw CommandErrors.DriveItemIsFolder(at.Path);
        }

        var found = Find(at);
        return found.File ?? throw (found.Folder is null ? CommandErrors.DriveItemMissing(at.Path) : CommandErrors.DriveItemIsFolder(at.Path));
    }

    /// <summary>The file of a path; <see langword="null"/> when there is none.</summary>
    internal WxCloudFile? FindFile(DriveLocation at) => Find(at).File;
}
