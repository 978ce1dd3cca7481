using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Local;

/// <summary>The names of partial files and of their resume records, beside the target.</summary>
internal static class PartialFileName
{
    private const string DataExtension = ".wxpart";
    private const string RecordExtension = ".wxresume";
    private const int ShortNameDigits = 12;

    /// <summary>The path of a partial file.</summary>
    /// <param name="target">The final path.</param>
    /// <param name="number">From 1; a higher one when another process uses those before.</param>
    public static string Of(string target, int number)
    {
        var name = "." + ShortName(Path.GetFileName(target));
        return Path.Combine(Path.GetDirectoryName(target)!, number == 1 ? name + DataExtension : $"{name}-{number}{DataExtension}");
    }

    /// <summary>The path of the resume record of a partial file.</summary>
    public static string RecordOf(string path) => Path.ChangeExtension(path, RecordExtension);

    /// <summary>Whether a file name is that of a partial file or a resume record, which a download left behind.</summary>
    public static bool IsLeftover(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > ShortNameDigits
            && name[0] == '.'
            && name.Substring(dot) is DataExtension or RecordExtension
            && name.Substring(1, ShortNameDigits).All(Uri.IsHexDigit)
            && (dot == ShortNameDigits + 1 || name[ShortNameDigits + 1] == '-');
    }

    /// <summary>Twelve digits represent a name of any length: a long one plus an extension might be too long for the disk.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Hexadecimal digits.")]
    private static string ShortName(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, ShortNameDigits / 2);
}
