using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace WxCloud.Backups.Format;

/// <summary>
/// Names the files of collections so that every file system accepts them: the collection's name, with a part of a hash where it is no
/// valid file name or differs from another one only in case.
/// </summary>
internal sealed class CollectionFileNames
{
    public const string Extension = ".jsonl";

    private const int MaxCharacters = 60;

    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL"];

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public string NameFor(string collection)
    {
        var name = new string([.. collection.Take(MaxCharacters).Select(static character => char.IsLetterOrDigit(character) || character is '-' or '_' ? character : '_')]);
        if (name != collection || name.Length == 0 || s_devices.Contains(name, StringComparer.OrdinalIgnoreCase) || IsPort(name) || _taken.Contains(name))
        {
            name += "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(collection)), 0, 4);
        }

        _taken.Add(name);
        return name + Extension;
    }

    /// <summary>COM1 and LPT1 are devices of Windows.</summary>
    private static bool IsPort(string name) =>
        name.Length == 4 && char.IsDigit(name[3]) && (name.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LPT", StringComparison.OrdinalIgnoreCase));
}
