using System.Collections.Generic;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Store;

/// <summary>A step of a commit, in a form that can be logged and done again.</summary>
/// <param name="Collection">The name of the collection.</param>
internal abstract record Change(string Collection)
{
    public sealed record Create(string Collection) : Change(Collection);

    public sealed record Drop(string Collection) : Change(Collection);

    public sealed record SetIndexes(string Collection, IReadOnlyList<IndexDefinition> Indexes) : Change(Collection);

    public sealed record SetAccess(string Collection, AccessRule Access) : Change(Collection);

    /// <summary>A document that is added, or put in the place of the one with its id.</summary>
    public sealed record Put(string Collection, DbValue Id, DocumentValue Document) : Change(Collection);

    public sealed record Remove(string Collection, DbValue Id) : Change(Collection);
}
