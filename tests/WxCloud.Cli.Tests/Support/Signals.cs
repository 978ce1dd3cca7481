using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Cli.Tests.Support;

/// <summary>Sends signals, as Ctrl+C and service managers do.</summary>
internal static class Signals
{
    public static async Task SendAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
