#if NET
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WxCloud.Errors;

namespace WxCloud.Local;

/// <summary>
/// A file that has no name until it is complete (O_TMPFILE of open(2)). Linux alone has them, on most of its file systems. For a
/// small file, one that is created under another name and renamed takes a third more time, and it leaves nothing behind however
/// the program ends.
/// </summary>
internal sealed class UnnamedFile : IDisposable
{
    private const int ReadWrite = 0x2;
    private const int CloseOnExec = 0x80000;
    private const int NoName = 0x400000;
    private const int AtCurrentFolder = -100;
    private const int FollowLink = 0x400;
    private const int AlreadyExists = 17;
    private const uint AllMayReadAndWrite = 0x1B6;

    /// <summary>The flag has two values (fcntl.h of the kernel's x86 and arm64).</summary>
    private static readonly int s_folder = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>Whether such files can be made and named here, as far as is known; one that could not is not tried again.</summary>
    private static volatile bool s_isSupported =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    private readonly SafeFileHandle _handle;

    private UnnamedFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>A new file in a folder; <see langword="null"/> where that is not possible.</summary>
    public static UnnamedFile? TryCreate(string folder)
    {
        if (!s_isSupported)
        {
            return null;
        }

        using var path = new NativePath(folder);
        var handle = Open(in path.FirstByte, ReadWrite | CloseOnExec | NoName | s_folder, AllMayReadAndWrite);
        return handle < 0 ? null : new(new SafeFileHandle(handle, ownsHandle: true));
    }

    /// <exception cref="IOException">The disk is full, or failed.</exception>
    public void WriteAt(long position, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, position);

    /// <summary>Gives the file a name that is free.</summary>
    /// <returns>Whether it has it now; <see langword="false"/> where the system cannot name such a file.</returns>
    /// <exception cref="WxCloudException">The name is not free.</exception>
    public bool TryName(string path)
    {
        using var source = new NativePath($"/proc/self/fd/{_handle.DangerousGetHandle()}");
        using var target = new NativePath(path);
        if (Link(AtCurrentFolder, in source.FirstByte, AtCurrentFolder, in target.FirstByte, FollowLink) == 0)
        {
            return true;
        }

        if (Marshal.GetLastPInvokeError() == AlreadyExists)
        {
            throw Error.TargetExists(path);
        }

        s_isSupported = false;
        return false;
    }

    /// <summary>What was written, for a file that cannot get a name.</summary>
    public byte[] Read()
    {
        var bytes = new byte[RandomAccess.GetLength(_handle)];
        for (var read = 0; read < bytes.Length;)
        {
            read += RandomAccess.Read(_handle, bytes.AsSpan(read), read) is var count and > 0 ? count : throw new EndOfStreamException();
        }

        return bytes;
    }

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(in byte path, int flags, uint mode);

    [DllImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static extern int Link(int sourceFolder, in byte source, int targetFolder, in byte target, int flags);
}
#endif
