using System;
using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Architecture.Tests;

/// <summary>Finds namespaces that use each other, directly or by way of others.</summary>
internal static class Circles
{
    /// <returns>The uses that form circles, by types; empty when there are none.</returns>
    public static IReadOnlyList<TypeUse> Find(IReadOnlyCollection<TypeUse> uses)
    {
        var between = uses.Where(static use => use.FromNamespace != use.ToNamespace).ToList();
        var next = between.ToLookup(static use => use.FromNamespace, static use => use.ToNamespace, StringComparer.Ordinal);
        var reached = next.ToDictionary(static from => from.Key, from => Reach(from.Key, next), StringComparer.Ordinal);
        return [.. between.Where(use => reached.TryGetValue(use.ToNamespace, out var back) && back.Contains(use.FromNamespace))];
    }

    private static HashSet<string> Reach(string start, ILookup<string, string> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([start]);
        while (open.TryPop(out var current))
        {
            foreach (var target in next[current].Where(reached.Add))
            {
                open.Push(target);
            }
        }

        return reached;
    }
}
