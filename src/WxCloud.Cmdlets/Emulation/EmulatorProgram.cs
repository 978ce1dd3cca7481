using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Emulation;

/// <summary>What starts the emulator of a package.</summary>
/// <param name="FileName">The program.</param>
/// <param name="FirstArguments">The arguments before those of the emulator.</param>
internal sealed record EmulatorProgram(string FileName, IReadOnlyList<string> FirstArguments)
{
    private const string Name = "WxCloud.Emulator";

    /// <summary>Finds the native program for this system in the package; where it has none, the .NET runtime runs the emulator.</summary>
    /// <param name="folder">The folder of the emulator in the package. Native programs are one level deeper, in folders named by runtime identifier.</param>
    /// <exception cref="WxCloudException">There is neither a native program nor a .NET runtime.</exception>
    public static EmulatorProgram Find(string folder) => Find(folder, RuntimeIdentifier(), DotnetHost.Find);

    internal static EmulatorProgram Find(string folder, string runtimeIdentifier, Func<string?> findDotnet)
    {
        var native = Path.Combine(folder, runtimeIdentifier, OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        return File.Exists(native) && MakeExecutable(native)
            ? new(native, [])
            : new(findDotnet() ?? throw CommandErrors.EmulatorRuntimeMissing(details: null), [Path.Combine(folder, Name + ".dll")]);
    }

    /// <summary>Packages of a gallery do not store the execute permission, so an installed program does not have it.</summary>
    /// <returns><see langword="false"/> when the program cannot be executed by this user.</returns>
    private static bool MakeExecutable(string program)
    {
#if NET
        if (OperatingSystem.IsWindows() || File.GetUnixFileMode(program).HasFlag(UnixFileMode.UserExecute))
        {
            return true;
        }

        try
        {
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Installed by another user, or on a disk that is read only.
            return false;
        }
#else
        return true;
#endif
    }

    /// <summary>The names of learn.microsoft.com/dotnet/core/rid-catalog: <c>win-x64</c>, <c>linux-arm64</c> and so on.</summary>
    private static string RuntimeIdentifier()
    {
#if NET
        // A program for glibc does not start on a system with musl, whose identifier differs.
        return RuntimeInformation.RuntimeIdentifier;
#else
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
#endif
    }
}
