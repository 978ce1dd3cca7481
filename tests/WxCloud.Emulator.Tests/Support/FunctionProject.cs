using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>A project with cloud functions, in a folder that is deleted after the test. Where Node is missing the test is skipped with the reason.</summary>
internal sealed class FunctionProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FunctionProject()
    {
        Assert.SkipUnless(NodePackages.IsNodeFound, "Node is not installed.");
    }

    public string Path => _folder.Path;

    /// <summary>Writes a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="index">Its <c>index.js</c>.</param>
    /// <param name="config">Its <c>config.json</c>; by default it gives more time than the service, since tests run on busy machines. Null for none.</param>
    public FunctionProject Add(string name, string index, string? config = """{"timeout":60}""")
    {
        var folder = Directory.CreateDirectory(_folder.Combine(name)).FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, "index.js"), index);
        if (config is not null)
        {
            File.WriteAllText(System.IO.Path.Combine(folder, "config.json"), config);
        }

        return this;
    }

    /// <summary>Copies the project of <c>tests/foreign</c>, whose functions find their packages as if they had been installed.</summary>
    /// <param name="package">The package in the place of <c>wx-server-sdk</c>.</param>
    public async Task<FunctionProject> AddForeignAsync(string package)
    {
        await NodePackages.InstallAsync();
        var source = System.IO.Path.Combine(NodePackages.Folder, "project");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = _folder.Combine(System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        foreach (var function in Directory.EnumerateDirectories(_folder.Combine("cloudfunctions")))
        {
            Install(function, "wx-server-sdk", package);
            Install(function, "@cloudbase/node-sdk", "@cloudbase/node-sdk");
            Install(function, "tcb-admin-node", "tcb-admin-node");
        }

        return this;
    }

    public Task<TestEmulator> StartAsync(Func<EmulatorOptions, EmulatorOptions>? configure = null)
    {
        return TestEmulator.StartAsync(options =>
        {
            options = options with { FunctionPath = Path, TimeProvider = TimeProvider.System };
            return configure?.Invoke(options) ?? options;
        });
    }

    public void Dispose()
    {
        try
        {
            _folder.Dispose();
        }
        catch (IOException)
        {
            // On Windows the folder of a process that has just been killed is still in use.
        }
    }

    /// <summary>A package that re-exports another, like a link that works on every system.</summary>
    private static void Install(string function, string name, string package)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(function, "node_modules", name)).FullName;
        var target = System.IO.Path.Combine(NodePackages.Folder, "node_modules", package);
        File.WriteAllText(System.IO.Path.Combine(folder, "index.js"), $"module.exports = require({JsonSerializer.Serialize(target)});");
    }
}
