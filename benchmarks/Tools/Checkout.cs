using System;
using System.IO;

namespace WxCloud.Benchmarks.Tools;

/// <summary>The checkout that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>The full path of a file in it; <see langword="null"/> when it is not there.</summary>
    /// <param name="path">The path below the root.</param>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WxCloud.psd1")))
            {
                var file = Path.Combine(folder.FullName, path);
                return File.Exists(file) ? file : null;
            }
        }

        return null;
    }
}
