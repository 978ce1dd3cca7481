using System;
using System.Collections.Concurrent;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Admin.Database;

/// <summary>The open transactions. One that is abandoned expires after a minute, as in MongoDB.</summary>
internal sealed class TransactionRegistry(DocumentStore store, EmulatorClock clock)
{
    private const int LifetimeSeconds = 60;

    private readonly ConcurrentDictionary<string, (string EnvironmentId, Transaction Transaction, long Start)> _open = new(StringComparer.Ordinal);

    public string Begin(string environmentId)
    {
        foreach (var (lapsed, _) in _open.Where(entry => HasLapsed(entry.Value.Start)))
        {
            _open.TryRemove(lapsed, out _);
        }

        var id = Guid.NewGuid().ToString("N");
        _open[id] = (environmentId, new Transaction(store.Of(environmentId)), clock.UnixSeconds);
        return id;
    }

    /// <exception cref="DatabaseException">There is no such transaction, or it has ended or expired.</exception>
    public Transaction Find(string environmentId, string id)
    {
        return _open.TryGetValue(id, out var found) && found.EnvironmentId == environmentId && !HasLapsed(found.Start) ? found.Transaction : throw DatabaseErrors.TransactionUnknown(id);
    }

    /// <summary>Ends a transaction and returns it.</summary>
    /// <exception cref="DatabaseException">There is no such transaction, or it has ended or expired.</exception>
    public Transaction End(string environmentId, string id)
    {
        var transaction = Find(environmentId, id);
        return _open.TryRemove(id, out _) ? transaction : throw DatabaseErrors.TransactionUnknown(id);
    }

    private bool HasLapsed(long start) => clock.UnixSeconds > start + LifetimeSeconds;
}
