using System;
using System.Collections.Generic;
using System.IO;
using WxCloud.Local;
using WxCloud.Model;

namespace WxCloud.Transfers.Upload;

/// <summary>
/// Paths with wildcards, as PowerShell has them (about_Wildcards): <c>*</c>, <c>?</c> for exactly one character, <c>[abc]</c>,
/// <c>[a-z]</c>, and the backtick before a character that is meant as it is; upper and lower case are the same. Any part of a
/// path may have them. Hidden files and folders are not matched: they have to be named.
/// </summary>
internal static class PathPattern
{
    /// <summary>The paths that match, folders too; a folder that cannot be listed is an outcome with an error.</summary>
    public static IEnumerable<Outcome<string, string>> Expand(string pattern)
    {
        var root = Path.GetPathRoot(pattern) ?? string.Empty;
        return Expand(root, Split(pattern.Substring(root.Length)), index: 0);
    }

    /// <summary>The paths below a folder that match; a folder that cannot be listed is an outcome with an error.</summary>
    /// <param name="folder">The folder, taken literally.</param>
    /// <param name="pattern">The pattern below it.</param>
    /// <exception cref="WxCloudException">What is there cannot be reached.</exception>
    public static IEnumerable<Outcome<string, string>> Expand(string folder, string pattern) =>
        LocalEntry.KindOf(folder) == LocalKind.Folder ? Expand(folder, Split(pattern), index: 0) : [];

    private static string[] Split(string pattern) =>
        pattern.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Outcome<string, string>> Expand(string folder, string[] parts, int index)
    {
        if (index == parts.Length)
        {
            return [new(folder, folder)];
        }

        if (NamePattern.HasWildcards(parts[index]))
        {
            return Match(folder, parts, index);
        }

        var path = Path.Combine(folder, NamePattern.Unescape(parts[index]));
        try
        {
            return LocalEntry.KindOf(path) switch
            {
                LocalKind.Missing => [],
                not LocalKind.Folder when index < parts.Length - 1 => [],
                _ => Expand(path, parts, index + 1),
            };
        }
        catch (WxCloudException e)
        {
            return [new(path, e)];
        }
    }

    private static IEnumerable<Outcome<string, string>> Match(string folder, string[] parts, int index)
    {
        var pattern = new NamePattern(parts[index]);
        foreach (var listed in FolderListing.Read(folder))
        {
            if (listed.Error is { } error)
            {
                yield return new(listed.Item, error);
                continue;
            }

            var entry = listed.Value!;
            var isHidden = entry.Name.StartsWith('.') || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden));
            if (isHidden || !pattern.Matches(entry.Name) || (index < parts.Length - 1 && entry is not DirectoryInfo))
            {
                continue;
            }

            foreach (var match in Expand(Path.Combine(folder, entry.Name), parts, index + 1))
            {
                yield return match;
            }
        }
    }
}
