using System;
using System.Collections.Immutable;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Store;

/// <summary>Where commands read and write: the database itself, or a transaction on it.</summary>
internal interface IDatabaseSession
{
    /// <summary>The collections by name, as they are now.</summary>
    ImmutableSortedDictionary<string, CollectionVersion> Collections { get; }

    /// <summary>Changes the database: all that the work does, or nothing when it throws.</summary>
    T Write<T>(Func<DatabaseEditor, T> work);

    /// <exception cref="DatabaseException">There is no such collection.</exception>
    CollectionVersion Collection(string name)
    {
        return Collections.TryGetValue(name, out var collection) ? collection : throw DatabaseErrors.CollectionMissing(name);
    }
}
