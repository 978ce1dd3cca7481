using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace WxCloud.Benchmarks.Tools;

/// <summary>
/// A folder of our own that goes with everything in it: large files at once, small ones at the end of the program. For some minutes after many files were deleted,
/// ext4 without a journal makes new ones slowly (recently_deleted in fs/ext4/ialloc.c of Linux), and the next row would be measured with that.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private const long LargeFileBytes = 1024 * 1024;

    private static readonly List<ScratchFolder> s_left = [];

    static ScratchFolder() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => s_left.ForEach(static folder => folder.Delete());

    public string Path { get; } = Directory.CreateTempSubdirectory("wxcloud-benchmarks-").FullName;

    /// <summary>The full path of a name in it.</summary>
    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public void Dispose()
    {
        s_left.Add(this);
        TryDelete(() =>
        {
            foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Where(static file => file.Length >= LargeFileBytes))
            {
                file.Delete();
            }
        });
    }

    private void Delete() => TryDelete(() => Directory.Delete(Path, recursive: true));

    private void TryDelete(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"left behind: {Path} ({e.Message})");
        }
    }
}
