using System;
using System.IO;

namespace WxCloud.Local;

/// <summary>
/// What a file that is replaced by a rename would lose: its permissions and owner on Unix, its attributes on Windows. Other names
/// of the same file (hard links) keep the old content, since only a new file can be complete or absent.
/// </summary>
/// <param name="Attributes">Attributes such as Hidden and System; only Windows has them.</param>
/// <param name="Status">Permissions and owner; <see langword="null"/> where there are none.</param>
internal sealed record ReplacedFile(FileAttributes Attributes, UnixStatus? Status)
{
    private const FileAttributes Kept = FileAttributes.Hidden | FileAttributes.System | FileAttributes.Archive | FileAttributes.NotContentIndexed;

    /// <summary>Read, write and execute; programs that run as their owner are not kept so with other content.</summary>
    private const int PermissionMask = 0x1FF;

    private const int OwnerMayReadAndWrite = 0x180;

    /// <summary>The file at a path; <see langword="null"/> when there is none.</summary>
    public static ReplacedFile? Find(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        return new(File.GetAttributes(path), UnixStatus.TryRead(path, out var status) == 0 ? status : null);
    }

    /// <summary>Gives the partial file no more readers than the file that it replaces has.</summary>
    public void Protect(FileStream partial) => SetMode(partial, OwnerMayReadAndWrite);

    /// <summary>Applies the permissions, owner and attributes of the replaced file to the complete one.</summary>
    public void ApplyTo(FileStream complete)
    {
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(complete.Name, (File.GetAttributes(complete.Name) & ~Kept) | (Attributes & Kept));
        }

        if (Status is { } status)
        {
            UnixStatus.TrySetOwner(complete.Name, status);
            SetMode(complete, alsoFor: 0);
        }
    }

    private void SetMode(FileStream file, int alsoFor)
    {
        if (Status is { } status)
        {
            UnixStatus.TrySetMode(file.Name, (status.Mode & PermissionMask) | alsoFor);
        }
    }
}
