using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Store;

/// <summary>
/// The database of one environment. Readers take the current version and never wait; writers come one after the other, and a version becomes
/// current when its changes are in the log.
/// </summary>
internal sealed class DocumentDatabase : IDatabaseSession, IDisposable
{
    private readonly Lock _writing = new();
    private readonly ChangeLog? _log;
    private ImmutableSortedDictionary<string, CollectionVersion> _collections = ImmutableSortedDictionary.Create<string, CollectionVersion>(StringComparer.Ordinal);

    /// <param name="log">Where changes are kept over a restart, and what was kept is read from; null for a database in memory.</param>
    public DocumentDatabase(ChangeLog? log)
    {
        _log = log;
        if (log is null)
        {
            return;
        }

        foreach (var commit in log.Load())
        {
            DatabaseEditor editor = new(_collections);
            foreach (var change in commit)
            {
                editor.Apply(change);
            }

            _collections = editor.ToVersion();
        }

        log.CompactIfWasteful(_collections);
    }

    public ImmutableSortedDictionary<string, CollectionVersion> Collections => Volatile.Read(ref _collections);

    public T Write<T>(Func<DatabaseEditor, T> work)
    {
        lock (_writing)
        {
            return WriteLocked(work);
        }
    }

    /// <summary>Does the changes of a transaction, unless another commit has touched what they touch.</summary>
    /// <param name="start">The version that the transaction began with.</param>
    /// <param name="changes">What it changed.</param>
    /// <exception cref="DatabaseException">Another commit was first, or a unique key is taken.</exception>
    public void Commit(ImmutableSortedDictionary<string, CollectionVersion> start, IReadOnlyList<Change> changes)
    {
        lock (_writing)
        {
            ThrowIfConflicting(start, changes);
            WriteLocked(editor =>
            {
                foreach (var change in changes)
                {
                    editor.Apply(change);
                }

                return true;
            });
        }
    }

    /// <exception cref="DatabaseException">A document that the changes touch has another version now than at the start.</exception>
    private void ThrowIfConflicting(ImmutableSortedDictionary<string, CollectionVersion> start, IReadOnlyList<Change> changes)
    {
        var now = Collections;
        foreach (var change in changes)
        {
            var id = change switch
            {
                Change.Put put => put.Id,
                Change.Remove remove => remove.Id,
                _ => null,
            };
            if (id is not null && !ReferenceEquals(Find(start, change.Collection, id), Find(now, change.Collection, id)))
            {
                throw DatabaseErrors.TransactionConflict();
            }
        }
    }

    /// <summary>Empties the database.</summary>
    public void Clear()
    {
        lock (_writing)
        {
            _log?.Clear();
            Volatile.Write(ref _collections, _collections.Clear());
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _log?.Dispose();
        }
    }

    private static StoredDocument? Find(ImmutableSortedDictionary<string, CollectionVersion> collections, string name, Values.DbValue id)
    {
        return collections.TryGetValue(name, out var collection) && collection.TryFind(id, out var found) ? found : null;
    }

    private T WriteLocked<T>(Func<DatabaseEditor, T> work)
    {
        DatabaseEditor editor = new(_collections);
        var result = work(editor);
        if (editor.Changes.Count > 0)
        {
            var version = editor.ToVersion();
            _log?.Append(editor.Changes);
            Volatile.Write(ref _collections, version);
            _log?.CompactIfWasteful(version);
        }

        return result;
    }
}
