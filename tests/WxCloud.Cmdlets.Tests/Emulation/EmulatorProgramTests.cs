using System;
using System.IO;
using WxCloud.Cmdlets.Emulation;
using Xunit;

namespace WxCloud.Cmdlets.Tests.Emulation;

/// <summary>What the module starts as the emulator, by what the package and the computer have.</summary>
public sealed class EmulatorProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wxcloud-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_native_program_of_the_system_needs_no_runtime()
    {
        var native = Write("linux-x64");
        var program = EmulatorProgram.Find(_folder, "linux-x64", static () => null);
        Assert.Equal(native, program.FileName);
        Assert.Empty(program.FirstArguments);
    }

    [Fact]
    public void Without_a_native_program_for_the_system_the_runtime_runs_the_assembly()
    {
        Write("linux-x64");
        var program = EmulatorProgram.Find(_folder, "linux-musl-x64", static () => "/usr/bin/dotnet");
        Assert.Equal("/usr/bin/dotnet", program.FileName);
        Assert.Equal([Path.Combine(_folder, "WxCloud.Emulator.dll")], program.FirstArguments);
    }

    [Fact]
    public void A_native_program_that_came_without_the_right_to_execute_gets_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such right.");
        var native = Write("linux-x64");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(native, UnixFileMode.UserRead);
            EmulatorProgram.Find(_folder, "linux-x64", static () => null);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute, File.GetUnixFileMode(native));
        }
    }

    [Fact]
    public void Without_program_and_runtime_the_error_names_both_remedies()
    {
        var error = Assert.Throws<WxCloudException>(() => EmulatorProgram.Find(_folder, "linux-x64", static () => null));
        Assert.Equal("WxCloud.Emulator.RuntimeMissing", error.ErrorId);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("build.ps1 -Task Package", error.RecommendedAction, StringComparison.Ordinal);
    }

    private string Write(string runtimeIdentifier)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, runtimeIdentifier)).FullName, OperatingSystem.IsWindows() ? "WxCloud.Emulator.exe" : "WxCloud.Emulator");
        File.WriteAllText(path, string.Empty);
        return path;
    }
}
