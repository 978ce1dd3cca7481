using System;
using System.Collections.Generic;
using System.Linq;

namespace WxCloud.Emulator.Model;

/// <summary>The cloud environments of this emulator, by id and by bucket.</summary>
internal sealed class EnvironmentCatalog
{
    private readonly Dictionary<string, CloudEnvironment> _byId;
    private readonly Dictionary<string, CloudEnvironment>.AlternateLookup<ReadOnlySpan<char>> _byBucket;

    /// <exception cref="ArgumentException">There is no id, a duplicate, or an invalid one; or the base path is invalid.</exception>
    public EnvironmentCatalog(IReadOnlyList<string> ids, string basePath)
    {
        if (ids.Count == 0)
        {
            throw new ArgumentException("An emulator needs at least one environment.", nameof(ids));
        }

        CloudEnvironment[] environments = [.. ids.Select(id => new CloudEnvironment(id, basePath))];
        Default = environments[0];
        _byId = environments.ToDictionary(environment => environment.Id, StringComparer.Ordinal);
        _byBucket = environments.ToDictionary(environment => environment.Bucket, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The environment of clients that name no bucket at all.</summary>
    public CloudEnvironment Default { get; }

    public IEnumerable<string> Ids => _byId.Keys;

    public IEnumerable<CloudEnvironment> All => _byId.Values;

    public CloudEnvironment? Find(string id) => _byId.GetValueOrDefault(id);

    public CloudEnvironment? FindByBucket(ReadOnlySpan<char> bucket) => _byBucket.TryGetValue(bucket, out var environment) ? environment : null;
}
