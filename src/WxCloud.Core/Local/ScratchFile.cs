using System;
using System.IO;

namespace WxCloud.Local;

/// <summary>
/// A file for data that does not fit in memory. Only this process can read it, and it is deleted when it is closed, also when the process
/// is killed.
/// </summary>
internal static class ScratchFile
{
    private const int BufferBytes = 64 * 1024;

    /// <exception cref="WxCloudException">The folder for temporary files cannot be written.</exception>
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"wxcloud-{Guid.NewGuid():N}.tmp");
        try
        {
#if NET
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                BufferSize = BufferBytes,
                Options = FileOptions.DeleteOnClose,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var stream = new FileStream(path, options);
#else
            var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferBytes, FileOptions.DeleteOnClose);
#endif
            if (!OperatingSystem.IsWindows())
            {
                // An open file needs no name here, and one without a name does not outlive a process that is killed.
                File.Delete(path);
            }

            return stream;
        }
        catch (Exception e) when (DiskFailure.Describe(path, e) is { } failure)
        {
            throw failure;
        }
    }
}
