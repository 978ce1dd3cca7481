using System.Collections.Generic;
using System.Linq;
using WxCloud.Model;

namespace WxCloud.Backups.Format;

/// <summary>Selects collections: all, or those whose names match.</summary>
internal sealed class CollectionChoice(IReadOnlyList<string> names)
{
    private readonly List<(string Name, NamePattern Pattern)> _patterns = [.. names.Select(static name => (name, new NamePattern(name, isCaseSensitive: true)))];

    public bool Includes(string collection) => _patterns.Count == 0 || _patterns.Exists(pattern => pattern.Pattern.Matches(collection));

    /// <summary>The names without wildcards that none of the collections has.</summary>
    public IEnumerable<string> FindMissing(IReadOnlyCollection<string> collections) =>
        _patterns.Where(pattern => !NamePattern.HasWildcards(pattern.Name) && !collections.Any(pattern.Pattern.Matches)).Select(static pattern => pattern.Name);
}
