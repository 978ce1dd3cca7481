using System.Collections.Generic;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>The command of a statement.</summary>
internal abstract record DatabaseAction
{
    /// <param name="Collection">The collection.</param>
    /// <param name="Documents">The documents, one or many.</param>
    public sealed record Add(string Collection, IReadOnlyList<DocumentValue> Documents) : DatabaseAction;

    /// <param name="Find">The search; without <c>limit()</c> it has none.</param>
    /// <param name="Limit">The argument of <c>limit()</c>; null without.</param>
    public sealed record Get(FindCommand Find, int? Limit) : DatabaseAction;

    public sealed record Count(FindCommand Find) : DatabaseAction;

    /// <param name="Find">Which documents; null for all, when the statement names none.</param>
    /// <param name="Data">Update operators.</param>
    /// <param name="IsMulti">False for one document.</param>
    public sealed record Update(FindCommand Find, DocumentValue Data, bool IsMulti) : DatabaseAction;

    public sealed record Set(string Collection, DbValue Id, DocumentValue Document) : DatabaseAction;

    public sealed record Remove(FindCommand Find, bool IsMulti) : DatabaseAction;

    public sealed record Aggregate(AggregateCommand Command) : DatabaseAction;
}
