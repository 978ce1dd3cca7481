using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using WxCloud.Benchmarks.Tools;
using WxCloud.Transfers.Upload;

namespace WxCloud.Benchmarks.Soak;

/// <summary>Files of many lengths, most of them small, under names that are not plain.</summary>
internal sealed class SoakFiles
{
    private const string Prefix = "soak";
    private const int SmallBytes = 64 * 1024;
    private const int LargeBytes = 2 * 1024 * 1024;
    private const int LargeEvery = 50;

    private readonly string _source;

    public SoakFiles(string source, string target, int count, int seed)
    {
        _source = source;
        Target = target;
        var random = new Random(seed);
        Items = [.. Enumerable.Range(0, count).Select(number => Write(number, random.Next(number % LargeEvery == 0 ? LargeBytes : SmallBytes)))];
        TotalBytes = Items.Sum(static item => new FileInfo(item.LocalPath).Length);
    }

    /// <summary>The folder that receives them.</summary>
    public string Target { get; }

    public IReadOnlyList<UploadItem> Items { get; }

    public long TotalBytes { get; }

    public IEnumerable<string> LocalPaths => Items.Select(static item => item.LocalPath);

    public IEnumerable<string> FileIds => Items.Select(static item => ServiceApi.FileId(item.CloudPath));

    /// <summary>What differs from its source, is missing, or was left over in the target folder.</summary>
    public IReadOnlyList<string> FindWrong()
    {
        var expected = Items.ToDictionary(item => Path.Combine(Target, item.CloudPath), static item => item.LocalPath);
        var there = Directory.Exists(Target) ? Directory.GetFiles(Target, "*", SearchOption.AllDirectories) : [];
        return
        [
            .. there.Where(path => !expected.ContainsKey(path)).Select(static path => "left over: " + path),
            .. expected.Where(static pair => !File.Exists(pair.Key)).Select(static pair => "missing: " + pair.Key),
            .. expected.Where(static pair => File.Exists(pair.Key) && !SampleFiles.AreEqual(pair.Value, pair.Key)).Select(static pair => "different: " + pair.Key),
        ];
    }

    private UploadItem Write(int number, int length)
    {
        var name = $"目录 {number % 10}/文件 {number:D5} a+b%46.bin";
        var path = Path.Combine(_source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new(SampleFiles.Write(path, length, number), $"{Prefix}/{name}");
    }
}
