using System;
using System.Globalization;
using System.IO;
using System.IO.Enumeration;

namespace WxCloud.Emulator.Functions.Sources;

/// <summary>
/// A text that changes when a file of a folder is added, removed or written. Packages are not searched: of <c>node_modules</c>, here and in folders
/// below, only the time counts at which a package was added or removed.
/// </summary>
internal static class FolderStamp
{
    private const string Packages = "node_modules";

    private static readonly EnumerationOptions s_options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static string Of(string folder)
    {
        var files = new FileSystemEnumerable<(ulong Hash, bool Unused)>(folder, (ref entry) => (HashOf(ref entry), false), s_options)
        {
            ShouldRecursePredicate = (ref entry) => !entry.FileName.SequenceEqual(Packages),
        };

        // The order in which a system lists files is not fixed, so the sum must not depend on it.
        ulong sum = 0;
        long count = 0;
        foreach (var (hash, _) in files)
        {
            sum += hash;
            count++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{count}-{sum:x}");
    }

    private static ulong HashOf(ref FileSystemEntry entry)
    {
        // The time of a folder changes with every temporary file in it; that of node_modules is all that is looked at.
        if (entry.IsDirectory && !entry.FileName.SequenceEqual(Packages))
        {
            return 0;
        }

        HashCode hash = default;
        foreach (var character in entry.ToFullPath())
        {
            hash.Add(character);
        }

        hash.Add(entry.IsDirectory ? 0 : entry.Length);
        hash.Add(entry.LastWriteTimeUtc);
        return (ulong)(uint)hash.ToHashCode() * 0x9E3779B97F4A7C15;
    }
}
