using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table;

/// <summary>What a row works with: a folder, an emulator, the command line, and the calls that peers need. Each row has its own.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly ScratchFolder _folder;
    private readonly EmulatorProcess _emulator;

    private Workbench(Scale scale, ScratchFolder folder, WxCloudProgram program, EmulatorProcess emulator)
    {
        Scale = scale;
        _folder = folder;
        Program = program;
        _emulator = emulator;
        Api = new(emulator.Endpoint);
    }

    public Scale Scale { get; }

    public WxCloudProgram Program { get; }

    public ServiceApi Api { get; }

    public EmulatorProcess Emulator => _emulator;

    public Uri Endpoint => _emulator.Endpoint;

    /// <param name="scale">How much is moved.</param>
    /// <param name="wxcloud">The program or <c>wxcloud.dll</c> to measure; <see langword="null"/> for the published one of this checkout, else the one built beside this program.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Workbench> SetUpAsync(Scale scale, string? wxcloud, CancellationToken cancellationToken)
    {
        var folder = new ScratchFolder();
        try
        {
            var program = new WxCloudProgram(Directory.CreateDirectory(folder.At("home")).FullName, wxcloud);
            return new(scale, folder, program, await EmulatorProcess.StartAsync(program, folder.At("data"), cancellationToken));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The full path of a name in the row's folder.</summary>
    public string At(params string[] names) => _folder.At(names);

    /// <summary>Runs the command line against the emulator.</summary>
    /// <exception cref="NotMeasuredException">It failed, or any of its items did.</exception>
    public async Task<Lap> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, IEnumerable<string>? input = null) =>
        Lap.Of(await Program.RunAsync(Endpoint, arguments, cancellationToken, input), "wxcloud " + arguments[0]);

    /// <summary>An empty folder of that name. Its old content is moved aside: ext4 creates files slowly after many were deleted.</summary>
    public string Emptied(string name)
    {
        var path = At(name);
        if (Directory.Exists(path))
        {
            Directory.Move(path, At(Path.GetRandomFileName()));
        }

        return Directory.CreateDirectory(path).FullName;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }
}
