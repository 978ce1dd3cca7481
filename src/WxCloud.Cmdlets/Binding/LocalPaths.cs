using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using WxCloud.Cmdlets.Errors;
using WxCloud.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>Turns what PowerShell calls a path, with its drives, providers and wildcards, into paths of the file system.</summary>
internal sealed class LocalPaths(PathIntrinsics paths)
{
    /// <summary>The one path that a literal path means; it need not exist.</summary>
    /// <exception cref="WxCloudException">The path is not one of the file system.</exception>
    public string Literal(string path)
    {
        try
        {
            var full = paths.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return AsGiven(path, Require(path, full, provider));
        }
        catch (System.Management.Automation.DriveNotFoundException)
        {
            throw Error.FileNotFound(path);
        }
        catch (ProviderNotFoundException)
        {
            throw Error.FileNotFound(path);
        }
    }

    /// <summary>What a path with wildcards means now: at least one path that exists.</summary>
    /// <exception cref="WxCloudException">Nothing matches, or the path is not one of the file system.</exception>
    public IReadOnlyList<string> Resolve(string path)
    {
        try
        {
            var matches = paths.GetResolvedProviderPathFromPSPath(path, out var provider);
            Require(path, path, provider);
            if (matches.Count == 0)
            {
                throw Error.NoMatch(path);
            }

            return matches.Count == 1 ? [AsGiven(path, matches[0])] : matches;
        }
        catch (ItemNotFoundException)
        {
            throw Error.FileNotFound(path);
        }
        catch (System.Management.Automation.DriveNotFoundException)
        {
            throw Error.FileNotFound(path);
        }
        catch (ProviderNotFoundException)
        {
            throw Error.FileNotFound(path);
        }
    }

    /// <summary>A folder that was given as <c>.</c> or <c>..</c> has no name of its own, which resolving would give it.</summary>
    private static string AsGiven(string given, string full) =>
        Path.GetFileName(given.TrimEnd('/', '\\')) is "." or ".." ? Path.Combine(full, ".") : full;

    private static string Require(string given, string full, ProviderInfo provider) =>
        provider.ImplementingType == typeof(FileSystemProvider) ? full : throw CommandErrors.NotFileSystem(given, provider.Name);
}
