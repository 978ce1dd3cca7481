using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table;

/// <summary>The scripts of <c>peers</c> that drive the COS Node SDK, which is installed once beside this program.</summary>
internal static class NodePeers
{
    /// <exception cref="NotMeasuredException">Node or npm is missing, or the script failed.</exception>
    public static async Task<Lap> MeasureAsync(string script, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var peers = await InstallAsync(cancellationToken);
        var run = await ProgramRun.ExecuteAsync(Programs.Require("node"), [Path.Combine(peers, script), .. arguments], cancellationToken);
        return Lap.Of(run, "the COS Node SDK");
    }

    private static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        var peers = Path.Combine(AppContext.BaseDirectory, "peers");
        if (!Directory.Exists(Path.Combine(peers, "node_modules", "cos-nodejs-sdk-v5")))
        {
            var install = await ProgramRun.ExecuteAsync(
                Programs.Require("npm"), ["install", "--no-audit", "--no-fund", "--no-package-lock"], cancellationToken, folder: peers);
            install.ThrowIfFailed("npm install");
        }

        return peers;
    }
}
