using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Emulator.Objects.Listing;

/// <summary>A page of entries that are read one by one.</summary>
/// <param name="Entries">The entries, up to the limit.</param>
/// <param name="IsTruncated">True when more entries follow.</param>
internal sealed record EntryPage<T>(IReadOnlyList<T> Entries, bool IsTruncated)
{
    public static EntryPage<T> Take(IEnumerable<T> entries, int limit)
    {
        var taken = entries.Take(limit + 1).ToList();
        return taken.Count > limit ? new EntryPage<T>(taken[..limit], IsTruncated: true) : new EntryPage<T>(taken, IsTruncated: false);
    }
}
