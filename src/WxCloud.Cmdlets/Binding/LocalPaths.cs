using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>A path that the user gave or that a wildcard matched.</summary>
/// <param name="Item">The path as it was given; for a match, the full path.</param>
/// <param name="FullPath">The path in the file system.</param>
internal readonly record struct LocalItem(string Item, string FullPath);

/// <summary>Resolves PowerShell paths, with their drives, providers and wildcards, to paths of the file system.</summary>
internal sealed class LocalPaths(PathIntrinsics paths)
{
    /// <summary>The items of a parameter Path or LiteralPath.</summary>
    /// <param name="given">The value of the parameter.</param>
    /// <param name="isLiteral">Whether brackets, stars and question marks are part of a name. A literal path need not exist.</param>
    /// <exception cref="WxCloudException">The path is empty, matches nothing, or is not one of the file system.</exception>
    public IReadOnlyList<LocalItem> Find(string given, bool isLiteral)
    {
        if (given.Length == 0)
        {
            throw Error.PathEmpty();
        }

        if (isLiteral)
        {
            return [ItemOf(given, Literal(given))];
        }

        var matches = Resolve(given);
        return WildcardPattern.ContainsWildcardCharacters(given)
            ? [.. matches.Select(static match => new LocalItem(match, match))]
            : [ItemOf(given, matches[0])];
    }

    /// <summary>The one path that a literal path means; it need not exist.</summary>
    /// <exception cref="WxCloudException">The path is not one of the file system.</exception>
    public string Literal(string path)
    {
        try
        {
            var full = paths.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            ThrowIfNotFileSystem(path, provider);
            return AsGiven(path, full);
        }
        catch (SessionStateException)
        {
            throw Error.FileNotFound(path);
        }
    }

    private Collection<string> Resolve(string path)
    {
        try
        {
            var matches = paths.GetResolvedProviderPathFromPSPath(path, out var provider);
            ThrowIfNotFileSystem(path, provider);
            return matches.Count switch
            {
                0 => throw Error.NoMatch(path),
                1 => [AsGiven(path, matches[0])],
                _ => matches,
            };
        }
        catch (SessionStateException)
        {
            throw Error.FileNotFound(path);
        }
    }

    /// <summary>A path with a provider's name before it is what PowerShell made of a local path, not what the user calls it.</summary>
    private static LocalItem ItemOf(string given, string full) => new(given.Contains("::") ? full : given, full);

    /// <summary>A folder that was given as <c>.</c> or <c>..</c> has no name of its own; resolving would give it one.</summary>
    private static string AsGiven(string given, string full) =>
        Path.GetFileName(given.TrimEnd('/', '\\')) is "." or ".." ? Path.Combine(full, ".") : full;

    private static void ThrowIfNotFileSystem(string given, ProviderInfo provider)
    {
        if (provider.ImplementingType != typeof(FileSystemProvider))
        {
            throw CommandErrors.NotFileSystem(given, provider.Name);
        }
    }
}
