using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Core.Tests.Foreign;

/// <summary>The Node clients, installed once beside the tests.</summary>
internal static class NodeModules
{
    private static readonly SemaphoreSlim s_oneAtATime = new(1, 1);

    /// <summary>Where node and its modules are; skips the test with the reason where they cannot be had.</summary>
    public static async Task<(string Node, string Modules)> FindAsync(CancellationToken cancellationToken)
    {
        var node = Programs.Find("node");
        var npm = Programs.Find("npm");
        Assert.SkipWhen(node is null || npm is null, "Node and npm are not installed.");

        var folder = Path.Combine(AppContext.BaseDirectory, "foreign");
        var modules = Path.Combine(folder, "node_modules");
        await s_oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!Directory.Exists(Path.Combine(modules, "busboy")))
            {
                var install = await Programs.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--no-package-lock"], cancellationToken, folder: folder);
                Assert.SkipUnless(install.ExitCode == 0, "npm cannot install the clients: " + install.Error.Split('\n').LastOrDefault(static line => line.Length > 0));
            }
        }
        finally
        {
            s_oneAtATime.Release();
        }

        return (node, modules);
    }
}
