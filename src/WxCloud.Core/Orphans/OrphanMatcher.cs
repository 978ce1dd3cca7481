using System;
using System.Collections.Generic;
using WxCloud.Cos.Buckets;
using WxCloud.Model.References;

namespace WxCloud.Orphans;

/// <summary>A listed file without a name, or a name without a listed file.</summary>
internal readonly record struct Unmatched(ListedFile? File, NamedFile? Name);

/// <summary>
/// Merges files and names, both in the order of a listing. All files whose path is a prefix of a text come before the text, and
/// everything between them begins with that path too, so a stack holds them. Each name thus meets every file that it may mean, in any
/// reading, and no name has to be looked up.
/// </summary>
internal static class OrphanMatcher
{
    public static IEnumerable<Unmatched> Match(IEnumerable<ListedFile> files, IEnumerable<NamedFile> names)
    {
        using var file = files.GetEnumerator();
        using var name = names.GetEnumerator();
        var stack = new List<(ListedFile File, bool IsNamed)>();
        var (hasFile, hasName) = (file.MoveNext(), name.MoveNext());
        while (hasFile || hasName)
        {
            var isFile = hasFile && (!hasName || KeyOrder.Instance.Compare(file.Current.CloudPath, name.Current.Extent) <= 0);
            var text = isFile ? file.Current.CloudPath : name.Current.Extent;
            for (; stack.Count > 0 && !text.StartsWith(stack[stack.Count - 1].File.CloudPath, StringComparison.Ordinal); stack.RemoveAt(stack.Count - 1))
            {
                if (!stack[stack.Count - 1].IsNamed)
                {
                    yield return new(stack[stack.Count - 1].File, Name: null);
                }
            }

            if (isFile)
            {
                stack.Add((file.Current, IsNamed: false));
                hasFile = file.MoveNext();
                continue;
            }

            var isStored = false;
            for (var i = 0; i < stack.Count; i++)
            {
                if (NameEnd.IsPossible(text, stack[i].File.CloudPath.Length))
                {
                    stack[i] = (stack[i].File, IsNamed: true);
                    isStored = true;
                }
            }

            if (!isStored && name.Current.Place is not null)
            {
                yield return new(File: null, name.Current);
            }

            hasName = name.MoveNext();
        }

        for (var i = stack.Count - 1; i >= 0; i--)
        {
            if (!stack[i].IsNamed)
            {
                yield return new(stack[i].File, Name: null);
            }
        }
    }
}
