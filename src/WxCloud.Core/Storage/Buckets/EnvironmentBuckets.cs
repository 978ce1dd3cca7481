using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Cos.Buckets;
using WxCloud.Http;
using WxCloud.Model;

namespace WxCloud.Storage.Buckets;

/// <summary>Finds the buckets of environments, each once, and gives access to their objects by key.</summary>
/// <param name="storage">Gives tickets, which name the bucket.</param>
/// <param name="transport">The way to object hosts.</param>
/// <param name="retry">Tries again what can succeed.</param>
/// <param name="keys">The keys to sign with.</param>
/// <param name="metadata">The metadata by which the cloud knows a file.</param>
/// <param name="fileOf">The file in which the user's processes share the bucket of an environment; <see langword="null"/> when they do not.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class EnvironmentBuckets(
    StorageClient storage,
    HttpTransport transport,
    RetryPolicy retry,
    ICosCredentialSource keys,
    FileIdMetadata metadata,
    Func<string, BucketFile>? fileOf,
    TimeProvider timeProvider)
{
    /// <summary>The path of the ticket from which the bucket is read. Nothing is stored under it.</summary>
    private const string ProbePath = ".wxcloud";

    private readonly ConcurrentDictionary<string, EnvironmentBucket> _known = new(StringComparer.Ordinal);

    /// <summary>Whether there are keys that are meant for objects.</summary>
    public bool HasKeys => keys.IsForObjects;

    /// <exception cref="WxCloudException">There is no such environment, or its bucket cannot be read from a ticket.</exception>
    public async ValueTask<EnvironmentBucket> FindAsync(string environmentId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(environmentId, out var known))
        {
            return known;
        }

        if (fileOf?.Invoke(environmentId).Read() is { } remembered && remembered.EnvironmentId == environmentId)
        {
            return _known.GetOrAdd(environmentId, Open(remembered));
        }

        return Of(await storage.GetUploadTicketAsync(environmentId, ProbePath, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The bucket that a ticket names.</summary>
    /// <exception cref="WxCloudException">It cannot be told from the ticket.</exception>
    public EnvironmentBucket Of(UploadTicket ticket)
    {
        var address = BucketAddress.Of(ticket);
        var environmentId = address.EnvironmentId;
        if (_known.TryGetValue(environmentId, out var known) && known.Address == address)
        {
            return known;
        }

        fileOf?.Invoke(environmentId).Write(address);
        return _known[environmentId] = Open(address);
    }

    private EnvironmentBucket Open(BucketAddress address) =>
        new(new(transport, retry, keys, address, timeProvider, fileOf is null ? null : fileOf(address.EnvironmentId).Delete), metadata);
}

/// <summary>The bucket of one environment.</summary>
internal sealed class EnvironmentBucket
{
    private readonly BucketChannel _channel;
    private readonly FileIdMetadata _metadata;

    public EnvironmentBucket(BucketChannel channel, FileIdMetadata metadata)
    {
        _channel = channel;
        _metadata = metadata;
        Objects = new(channel);
        Multipart = new(channel);
        Copies = new(Objects, Multipart);
    }

    public BucketAddress Address => _channel.Address;

    public BucketClient Objects { get; }

    public MultipartClient Multipart { get; }

    public BucketCopy Copies { get; }

    /// <summary>An address under which anyone can read a file for some time.</summary>
    public ValueTask<(Uri Address, DateTimeOffset ExpiresOn)> SignAsync(string cloudPath, TimeSpan lifetime, CancellationToken cancellationToken) =>
        _channel.SignAsync(Address.KeyOf(cloudPath), lifetime, cancellationToken);

    /// <summary>The metadata by which the cloud recognizes the file of a path.</summary>
    public Task<string> GetFileIdMetadataAsync(string cloudPath, CancellationToken cancellationToken) =>
        _metadata.GetAsync(Address.EnvironmentId, Address.Bucket, cloudPath, cancellationToken);
}
