using System.Collections.Generic;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Store;

/// <summary>A version of a document in its collection.</summary>
/// <param name="id">The value of <c>_id</c>.</param>
/// <param name="sequence">The place in the order of insertion, which an update keeps.</param>
/// <param name="document">The content; null in a probe.</param>
internal sealed class StoredDocument(DbValue id, long sequence, DocumentValue document)
{
    public DbValue Id => id;

    public long Sequence => sequence;

    public DocumentValue Document => document;

    /// <summary>0 for a document; a probe sorts directly before (-1) or after (1) the documents that it equals.</summary>
    private int Bias { get; init; }

    /// <summary>True for a probe that compares equal to all ids of its class.</summary>
    private bool IsWholeClass { get; init; }

    /// <summary>A probe for the place of an id.</summary>
    public static StoredDocument At(DbValue id) => new(id, 0, DocumentValue.Empty);

    /// <summary>A probe for the edge of a range of ids.</summary>
    /// <param name="id">The bound.</param>
    /// <param name="isBehind">True for the edge after the bound, false for the one before it.</param>
    /// <param name="isWholeClass">True for the edge of all ids of the bound's class (all numbers, all texts).</param>
    public static StoredDocument Edge(DbValue id, bool isBehind, bool isWholeClass)
    {
        return new(id, 0, DocumentValue.Empty) { Bias = isBehind ? 1 : -1, IsWholeClass = isWholeClass };
    }

    /// <summary>The order of the index on <c>_id</c>.</summary>
    public sealed class IdOrder : IComparer<StoredDocument>
    {
        public static IdOrder Instance { get; } = new();

        public int Compare(StoredDocument? x, StoredDocument? y)
        {
            var order = x!.IsWholeClass || y!.IsWholeClass ? x.Id.Kind.CompareTo(y!.Id.Kind) : ValueOrder.Compare(x.Id, y.Id);
            return order != 0 ? order : x.Bias.CompareTo(y.Bias);
        }
    }

    /// <summary>The order of insertion.</summary>
    public sealed class NaturalOrder : IComparer<StoredDocument>
    {
        public static NaturalOrder Instance { get; } = new();

        public int Compare(StoredDocument? x, StoredDocument? y) => x!.Sequence.CompareTo(y!.Sequence);
    }
}
