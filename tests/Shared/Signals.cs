using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Tests.Shared;

/// <summary>Sends signals, as Ctrl+C and service managers do.</summary>
internal static class Signals
{
    public const string Interrupt = "-INT";
    public const string Terminate = "-TERM";

    /// <summary>Skips a test where no signal reaches one process, or where it is ignored: shells start background jobs with SIGINT ignored, and
    /// every process below inherits that.</summary>
    public static void SkipWhereIgnored(string signal)
    {
        const long InterruptBit = 1 << 1; // SIGINT is 2.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals for one process.");
        if (signal == Interrupt && OperatingSystem.IsLinux())
        {
            var ignored = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
            var isIgnored = (long.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & InterruptBit) != 0;
            Assert.SkipWhen(isIgnored, "The tests run in the background, where SIGINT is ignored.");
        }
    }

    public static async Task SendAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
