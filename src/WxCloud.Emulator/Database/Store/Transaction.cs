using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Store;

/// <summary>
/// A transaction: the database as it was at the start, and the changes made since, which nothing outside sees before the commit. The first to
/// commit wins; a later one that touches the same documents ends with a conflict.
/// </summary>
internal sealed class Transaction(DocumentDatabase database) : IDatabaseSession
{
    private readonly ImmutableSortedDictionary<string, CollectionVersion> _start = database.Collections;
    private readonly List<Change> _changes = [];

    public ImmutableSortedDictionary<string, CollectionVersion> Collections { get; private set; } = database.Collections;

    /// <summary>
    /// Changes what the transaction sees. A conflict shows at the commit only: wx-server-sdk begins anew after a conflict there, but not after one
    /// of a step, whose code it replaces by a number.
    /// </summary>
    public T Write<T>(Func<DatabaseEditor, T> work)
    {
        DatabaseEditor editor = new(Collections);
        var result = work(editor);
        Collections = editor.ToVersion();
        _changes.AddRange(editor.Changes);
        return result;
    }

    /// <exception cref="DatabaseException">Another commit was first, or a unique key is taken.</exception>
    public void Commit() => database.Commit(_start, _changes);
}
