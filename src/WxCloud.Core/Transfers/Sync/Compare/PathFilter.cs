using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Local;
using WxCloud.Model;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>
/// Selects the paths below the folders to compare. A pattern is compared with the whole path; its star also matches slashes, and upper
/// and lower case are the same. What is left out on one side is left out on the other, so it is neither transferred nor deleted.
/// </summary>
internal sealed class PathFilter(IEnumerable<string> include, IEnumerable<string> exclude)
{
    private readonly List<NamePattern> _include = [.. include.Select(Read)];
    private readonly List<NamePattern> _exclude = [.. exclude.Select(Read)];

    public bool Includes(string path) =>
        (_include.Count == 0 || _include.Exists(pattern => pattern.Matches(path)))
        && !_exclude.Exists(pattern => pattern.Matches(path))
        && !PartialFile.IsLeftover(CloudPath.NameOf(path));

    private static NamePattern Read(string pattern) => new(OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern);
}
