using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the shards of a count that was typed: <c>/4</c> gives <c>1/4</c> to <c>4/4</c>. Without a count, the first of some counts.</summary>
public sealed class ShardCompleter : ValueCompleter
{
    private const int MaxListed = 64;

    private static readonly int[] s_counts = [2, 4, 8, 16];

    private protected override IEnumerable<Candidate> Find(CompletionRequest request)
    {
        var typed = request.Typed;
        var slash = typed.IndexOf('/');
        if (typed.Length == 0)
        {
            return s_counts.Select(static count => Shard(1, count));
        }

        return slash >= 0 && int.TryParse(typed.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Enumerable.Range(1, Math.Min(count, MaxListed)).Select(index => Shard(index, count))
                .Where(shard => slash == 0 || shard.Value.StartsWith(typed.Substring(0, slash), StringComparison.Ordinal))
            : [];
    }

    private static Candidate Shard(int index, int count) => new(FormattableString.Invariant($"{index}/{count}"));
}
