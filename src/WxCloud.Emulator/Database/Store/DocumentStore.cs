using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace WxCloud.Emulator.Database.Store;

/// <summary>The databases of all environments. Each is read from the disk when it is first used, which keeps the start of the emulator quick.</summary>
internal sealed class DocumentStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DocumentDatabase> _databases = new(StringComparer.Ordinal);
    private readonly string? _folder;

    /// <param name="folder">The folder of the logs; null keeps everything in memory.</param>
    public DocumentStore(string? folder) => _folder = folder;

    /// <exception cref="IOException">The file of the database cannot be read.</exception>
    public DocumentDatabase Of(string environmentId)
    {
        lock (_lock)
        {
            if (!_databases.TryGetValue(environmentId, out var database))
            {
                database = new DocumentDatabase(_folder is null ? null : new ChangeLog(Path.Combine(_folder, $"{environmentId}.log")));
                _databases.Add(environmentId, database);
            }

            return database;
        }
    }

    /// <summary>Empties the databases of these environments.</summary>
    public void Clear(IEnumerable<string> environmentIds)
    {
        foreach (var environmentId in environmentIds)
        {
            Of(environmentId).Clear();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var database in _databases.Values)
            {
                database.Dispose();
            }
        }
    }
}
