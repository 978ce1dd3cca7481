using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table.Rows;

/// <summary>A folder of small files that goes up and comes down.</summary>
internal sealed class SmallFiles
{
    private const string FolderName = "small";
    private const string TargetName = "received";

    private readonly Workbench _bench;
    private readonly IReadOnlyList<string> _names;

    public SmallFiles(Workbench bench, int count, int length)
    {
        _bench = bench;
        Folder = bench.At(FolderName);
        _names = SampleFiles.WriteMany(Folder, count, length);
    }

    public string Folder { get; }

    public int Count => _names.Count;

    /// <summary>Where the files are after they went up.</summary>
    public IReadOnlyList<string> CloudPaths => [.. _names.Select(static name => $"{FolderName}/{name}")];

    public async Task<Lap> SendAsync(CancellationToken cancellationToken)
    {
        await _bench.Api.DeleteAsync(CloudPaths, cancellationToken);
        return await _bench.RunAsync(["upload", Folder, "--recurse"], cancellationToken);
    }

    /// <summary>Receives them; their fileIDs come on standard input.</summary>
    public async Task<Lap> ReceiveAsync(CancellationToken cancellationToken)
    {
        var target = _bench.Emptied(TargetName);
        var lap = await _bench.RunAsync(["download", "-", "--destination", target], cancellationToken, CloudPaths.Select(ServiceApi.FileId));
        var received = Directory.GetFiles(Path.Combine(target, FolderName)).Length;
        return received == Count ? lap : throw new NotMeasuredException($"{received} of {Count} files were received");
    }
}
