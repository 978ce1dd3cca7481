using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Upload;

namespace WxCloud.Cmdlets.Binding;

/// <summary>A path of the file system.</summary>
/// <param name="FullPath">The full path.</param>
/// <param name="IsMatch">Whether a wildcard matched it; otherwise the user named it.</param>
internal readonly record struct LocalItem(string FullPath, bool IsMatch);

/// <summary>
/// Resolves PowerShell paths, with their drives and providers, to paths of the file system. Wildcards are those of the engine,
/// so that a pattern has one meaning here and on the command line; PowerShell's own lookup does not find escaped brackets on
/// Unix, and ends at the first folder that cannot be listed.
/// </summary>
internal sealed class LocalPaths(PathIntrinsics paths)
{
    private static readonly char[] s_separators = ['/', '\\', ':'];

    /// <summary>The items of a parameter Path or LiteralPath, each under the name that errors give it: as it was given, or the full path of a match.</summary>
    /// <param name="given">The value of the parameter.</param>
    /// <param name="isLiteral">Whether brackets, stars and question marks are part of a name. A literal path need not exist.</param>
    public IReadOnlyList<Outcome<string, LocalItem>> Find(string given, bool isLiteral)
    {
        try
        {
            return given.Length == 0 ? throw Error.PathEmpty()
                : isLiteral ? [Named(given, Literal(given))]
                : NamePattern.HasWildcards(given) ? Match(given)
                : [Named(given, Resolve(given))];
        }
        catch (WxCloudException e)
        {
            return [new(given, e)];
        }
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

    /// <summary>The matches of the wildcards below the folder before them.</summary>
    private Outcome<string, LocalItem>[] Match(string pattern)
    {
        var start = pattern.LastIndexOfAny(s_separators, NamePattern.IndexOfWildcard(pattern)) + 1;
        var folder = Folder(pattern, WildcardPattern.Unescape(pattern.Substring(0, start)));
        Outcome<string, LocalItem>[] matches =
        [
            .. PathPattern.Expand(folder, pattern.Substring(start).Replace('\\', '/'))
                .Select(static match => match.Error is { } error ? new Outcome<string, LocalItem>(match.Item, error) : new(match.Item, new LocalItem(match.Value!, IsMatch: true))),
        ];
        return matches.Length > 0 ? matches : throw Error.NoMatch(pattern);
    }

    private string Folder(string pattern, string folder)
    {
        try
        {
            var full = paths.GetUnresolvedProviderPathFromPSPath(folder.Length == 0 ? "." : folder, out var provider, out _);
            ThrowIfNotFileSystem(pattern, provider);
            return full;
        }
        catch (SessionStateException)
        {
            throw Error.FileNotFound(pattern);
        }
    }

    private string Resolve(string path)
    {
        try
        {
            var matches = paths.GetResolvedProviderPathFromPSPath(path, out var provider);
            ThrowIfNotFileSystem(path, provider);
            return matches.Count > 0 ? AsGiven(path, matches[0]) : throw Error.FileNotFound(path);
        }
        catch (SessionStateException)
        {
            throw Error.FileNotFound(path);
        }
    }

    /// <summary>A path with a provider's name before it is what PowerShell made of a local path, not what the user calls it.</summary>
    private static Outcome<string, LocalItem> Named(string given, string full) => new(given.Contains("::") ? full : given, new LocalItem(full, IsMatch: false));

    /// <summary>A folder given as <c>.</c> or <c>..</c> has no name; resolving would give it one.</summary>
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
