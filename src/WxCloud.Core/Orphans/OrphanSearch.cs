using System;
using System.Collections.Generic;

namespace WxCloud.Orphans;

/// <summary>What to compare with what.</summary>
/// <param name="EnvironmentId">The environment.</param>
internal sealed record OrphanSearch(string EnvironmentId)
{
    /// <summary>The collections whose documents name files; empty for all of the environment.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>The fields to read; empty for all.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>The beginning of the cloud paths to compare, as plain text; empty for all.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Files that were written later than this before the search are no orphans: their document may still follow.</summary>
    public TimeSpan MinimumAge { get; init; }

    /// <summary>Further host names at which the environment's files are served.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];
}
