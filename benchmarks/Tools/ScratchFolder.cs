using System;
using System.IO;

namespace WxCloud.Benchmarks.Tools;

/// <summary>A folder of our own that goes with everything in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("wxcloud-benchmarks-").FullName;

    /// <summary>The full path of a name in it.</summary>
    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"left behind: {Path} ({e.Message})");
        }
    }
}
