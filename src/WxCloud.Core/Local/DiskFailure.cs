using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>The meaning of the disk's error numbers, and its locks, on the supported systems.</summary>
internal static class DiskFailure
{
    private const int WindowsSharingViolation = 32;
    private const int WindowsHandleDiskFull = 39;
    private const int WindowsDiskFull = 112;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int UnixNoSpace = 28;
    private const int LinuxQuotaUsedUp = 122;
    private const int MacQuotaUsedUp = 69;

    /// <summary>The error for a failure of the disk; <see langword="null"/> for any other exception.</summary>
    public static WxCloudException? Describe(string target, Exception e) => e switch
    {
        IOException when IsFull(e.HResult & 0xFFFF) => Error.DiskFull(target, e),
        IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException => Error.Unwritable(target, e),
        _ => null,
    };

    /// <summary>Opens a file that no other process may open at the same time.</summary>
    /// <returns>Whether it is ours; otherwise another process has it.</returns>
    public static bool TryLock(string path, [NotNullWhen(true)] out FileStream? stream)
    {
        // Windows keeps others out by what is not shared, and must share deletion for the file to be renamed while it is
        // open; elsewhere .NET locks exclusively only when nothing is shared.
        var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        try
        {
            while (true)
            {
                stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
                if (File.Exists(path))
                {
                    return true;
                }

                // Between our opening and locking it, its owner gave it another name: it is a finished file now.
                stream.Dispose();
            }
        }
        catch (IOException e) when (IsLocked(e.HResult & 0xFFFF))
        {
            stream = null;
            return false;
        }
    }

    private static bool IsLocked(int number) =>
        OperatingSystem.IsWindows() ? number == WindowsSharingViolation : number == (OperatingSystem.IsMacOS() ? MacWouldBlock : LinuxWouldBlock);

    private static bool IsFull(int number) => OperatingSystem.IsWindows()
        ? number is WindowsDiskFull or WindowsHandleDiskFull
        : number == UnixNoSpace || number == (OperatingSystem.IsMacOS() ? MacQuotaUsedUp : LinuxQuotaUsedUp);
}
