using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace WxCloud.Benchmarks.Tools;

/// <summary>Files with bytes that do not compress, the same for the same seed.</summary>
internal static class SampleFiles
{
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Writes one file.</summary>
    public static string Write(string path, long length, int seed)
    {
        var random = new Random(seed);
        var buffer = new byte[(int)Math.Min(BufferBytes, length)];
        using var file = File.Create(path, bufferSize: 1);
        for (var left = length; left > 0; left -= buffer.Length)
        {
            random.NextBytes(buffer);
            file.Write(buffer, 0, (int)Math.Min(left, buffer.Length));
        }

        return path;
    }

    /// <summary>Writes many files of one length into a folder.</summary>
    /// <returns>Their names.</returns>
    public static IReadOnlyList<string> WriteMany(string folder, int count, int length)
    {
        Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var name = number.ToString("D6", CultureInfo.InvariantCulture) + ".bin";
            Write(Path.Combine(folder, name), length, number);
            return name;
        })];
    }

    /// <summary>Writes the files that the emulator makes objects of by <see cref="EmulatorProcess.SeedAsync"/>, all of one time.</summary>
    /// <returns>The folder.</returns>
    public static string WriteSeeded(string folder, int count, int length, int perFolder, DateTime lastWrite)
    {
        var zeros = new byte[length];
        for (var number = 0; number < count; number++)
        {
            var parent = Path.Combine(folder, (number / perFolder).ToString("D6", CultureInfo.InvariantCulture));
            if (number % perFolder == 0)
            {
                Directory.CreateDirectory(parent);
            }

            var path = Path.Combine(parent, number.ToString("D9", CultureInfo.InvariantCulture) + ".bin");
            File.WriteAllBytes(path, zeros);
            File.SetLastWriteTimeUtc(path, lastWrite);
        }

        return folder;
    }

    /// <summary>Whether two files hold the same bytes.</summary>
    public static bool AreEqual(string left, string right)
    {
        using var first = File.OpenRead(left);
        using var second = File.OpenRead(right);
        if (first.Length != second.Length)
        {
            return false;
        }

        var (a, b) = (new byte[BufferBytes], new byte[BufferBytes]);
        while (true)
        {
            var read = first.ReadAtLeast(a, a.Length, throwOnEndOfStream: false);
            if (read != second.ReadAtLeast(b, b.Length, throwOnEndOfStream: false) || !a.AsSpan(0, read).SequenceEqual(b.AsSpan(0, read)))
            {
                return false;
            }

            if (read == 0)
            {
                return true;
            }
        }
    }
}
