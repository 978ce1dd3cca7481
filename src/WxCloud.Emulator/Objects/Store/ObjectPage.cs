using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>
/// The selection of a page of a listing.
/// </summary>
/// <param name="Prefix">The beginning of every key.</param>
/// <param name="Delimiter">Keys that have it after the prefix are rolled up into the part up to it; empty for none.</param>
/// <param name="After">The key or rolled-up prefix after which the page begins; empty for the start.</param>
/// <param name="Limit">The number of keys and prefixes together.</param>
internal sealed record ObjectQuery(string Prefix, string Delimiter, string After, int Limit)
{
    /// <summary>The prefix that a key is rolled up into; null when it has no delimiter after the query's prefix.</summary>
    public string? RollUp(string key)
    {
        var delimiter = Delimiter.Length == 0 ? -1 : key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
        return delimiter < 0 ? null : key[..(delimiter + Delimiter.Length)];
    }
}

/// <summary>
/// A page of a listing.
/// </summary>
/// <param name="Objects">The objects, in the order of their keys.</param>
/// <param name="Prefixes">The prefixes that others were rolled up into, in order.</param>
/// <param name="Last">The last key or prefix of the page, after which the next one begins; null when this page is the last.</param>
internal sealed record ObjectPage(IReadOnlyList<ObjectRecord> Objects, IReadOnlyList<string> Prefixes, string? Last)
{
    /// <summary>Reads a page of an index. A prefix counts as one entry, and the keys below it are skipped by one look-up.</summary>
    public static ObjectPage Read(KeyIndex index, ObjectQuery query)
    {
        List<ObjectRecord> objects = [];
        List<string> prefixes = [];
        var last = string.Empty;
        var cursor = index.Seek(key => KeyOrder.Compare(key, query.Prefix) < 0 || IsNotAfter(key, query));
        while (cursor is { } at && at.Record.Key.StartsWith(query.Prefix, StringComparison.Ordinal))
        {
            if (objects.Count + prefixes.Count == query.Limit)
            {
                return new ObjectPage(objects, prefixes, last);
            }

            if (query.RollUp(at.Record.Key) is { } prefix)
            {
                prefixes.Add(last = prefix);
                cursor = index.Seek(key => KeyOrder.Compare(key, prefix) < 0 || key.StartsWith(prefix, StringComparison.Ordinal));
            }
            else
            {
                objects.Add(at.Record);
                last = at.Record.Key;
                cursor = at.Next();
            }
        }

        return new ObjectPage(objects, prefixes, null);
    }

    /// <summary>A rolled-up prefix comes before the keys below it, so a page that begins after one of them leaves the prefix out.</summary>
    private static bool IsNotAfter(string key, ObjectQuery query)
    {
        if (query.After.Length == 0)
        {
            return false;
        }

        if (KeyOrder.Compare(key, query.After) <= 0)
        {
            return true;
        }

        return query.After.StartsWith(query.Prefix, StringComparison.Ordinal)
            && query.RollUp(query.After) is { } prefix
            && key.StartsWith(prefix, StringComparison.Ordinal);
    }
}
