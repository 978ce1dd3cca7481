using System;
using System.Runtime.InteropServices;

namespace WxCloud.Local;

/// <summary>
/// The type and the owner of a file on a Unix system, which .NET does not provide. On Linux by statx, whose layout is the same
/// on every processor (man 2 statx); on macOS by stat with 64-bit inodes (man 2 stat).
/// </summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Owner">The user id.</param>
/// <param name="Group">The group id.</param>
internal readonly record struct UnixStatus(int Mode, uint Owner, uint Group)
{
    private const int BufferBytes = 256;
    private const int AtCurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicFields = 0x7FF;
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;
    private const int FileType = 0x8000;
    private const int LinkType = 0xA000;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    public bool IsLink => (Mode & TypeMask) == LinkType;

    public bool IsOrdinaryFile => (Mode & TypeMask) == FileType;

    /// <summary>Looks at what a path leads to, links followed.</summary>
    /// <param name="path">The path.</param>
    /// <param name="status">What is there.</param>
    /// <returns>0, or the error number of the system; <see langword="null"/> on a system without this call.</returns>
    public static int? TryRead(string path, out UnixStatus status) => TryRead(path, followsLinks: true, out status);

    /// <summary>Looks at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLinks">Whether a link at its end is followed. On macOS it always is.</param>
    /// <param name="status">What is there.</param>
    /// <returns>0, or the error number of the system; <see langword="null"/> on a system without this call.</returns>
    public static int? TryRead(string path, bool followsLinks, out UnixStatus status)
    {
        status = default;
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[BufferBytes];
        using var name = new NativePath(path);
        try
        {
            var isMac = OperatingSystem.IsMacOS();
            var result = !isMac ? LinuxStatx(AtCurrentFolder, in name.FirstByte, followsLinks ? 0 : NoFollow, BasicFields, ref buffer[0])
                : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? MacStat(in name.FirstByte, ref buffer[0])
                : MacStat64(in name.FirstByte, ref buffer[0]);
            if (result != 0)
            {
                return Marshal.GetLastWin32Error();
            }

            status = isMac
                ? new(MemoryMarshal.Read<ushort>(buffer.Slice(4)), MemoryMarshal.Read<uint>(buffer.Slice(16)), MemoryMarshal.Read<uint>(buffer.Slice(20)))
                : new(MemoryMarshal.Read<ushort>(buffer.Slice(28)), MemoryMarshal.Read<uint>(buffer.Slice(20)), MemoryMarshal.Read<uint>(buffer.Slice(24)));
            return 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives a file an owner, as far as this user may: only an administrator can give files away.</summary>
    public static void TrySetOwner(string path, UnixStatus owner)
    {
        using var name = new NativePath(path);
        _ = Chown(in name.FirstByte, owner.Owner, owner.Group);
    }

    /// <summary>Gives a file permissions; some disks have none to give.</summary>
    public static void TrySetMode(string path, int mode)
    {
        using var name = new NativePath(path);
        _ = Chmod(in name.FirstByte, (uint)mode);
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int LinuxStatx(int folder, in byte path, int flags, uint fields, ref byte status);

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    private static extern int MacStat(in byte path, ref byte status);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    private static extern int MacStat64(in byte path, ref byte status);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int Chown(in byte path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "chmod")]
    private static extern int Chmod(in byte path, uint mode);
}
