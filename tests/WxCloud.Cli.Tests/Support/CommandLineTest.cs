using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using Xunit;

namespace WxCloud.Cli.Tests.Support;

/// <summary>A test of the command line against its own emulator, in its own folder.</summary>
public abstract class CommandLineTest : IAsyncLifetime
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected CloudEmulator Emulator { get; private set; } = null!;

    private protected CommandLineProgram Program => new(Emulator.Endpoint, Folder.Path);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Emulator = await CloudEmulator.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<CommandLineRun> RunAsync(params string[] arguments) => Program.RunAsync(arguments);

    private protected Task<CommandLineRun> RunAsync(string[] arguments, string? input = null, IReadOnlyDictionary<string, string?>? environment = null) =>
        Program.RunAsync(arguments, input, environment);

    /// <summary>Runs a command that has to succeed without a word on standard error.</summary>
    private protected async Task<CommandLineRun> SucceedAsync(params string[] arguments)
    {
        var run = await Program.RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    /// <summary>Stores a file in the emulator.</summary>
    private protected async Task<string> StoreAsync(string cloudPath, string? text = null)
    {
        await SucceedAsync("upload", Folder.Write("stored/" + cloudPath, text), "--cloud-path", cloudPath);
        return CloudEmulator.FileId(cloudPath);
    }

    /// <summary>The strings of a property in JSON lines, sorted.</summary>
    private protected static string[] Values(string lines, string property) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty(property).GetString()!).Order(StringComparer.Ordinal)];
}
