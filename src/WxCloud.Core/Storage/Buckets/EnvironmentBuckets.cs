using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Cos.Buckets;
using WxCloud.Http;

namespace WxCloud.Storage.Buckets;

/// <summary>Finds the buckets of environments, each once, and gives access to their objects by key.</summary>
internal sealed class EnvironmentBuckets(
    StorageClient storage,
    HttpTransport transport,
    RetryPolicy retry,
    ICosCredentialSource keys,
    FileIdMetadata metadata,
    TimeProvider timeProvider)
{
    /// <summary>The path of the ticket from which the bucket is read. Nothing is stored under it.</summary>
    private const string ProbePath = ".wxcloud";

    private readonly ConcurrentDictionary<string, EnvironmentBucket> _known = new(StringComparer.Ordinal);

    /// <summary>Whether there are keys that are meant for objects.</summary>
    public bool HasKeys => keys.IsForObjects;

    /// <exception cref="WxCloudException">There is no such environment, or its bucket cannot be told from a ticket.</exception>
    public async ValueTask<EnvironmentBucket> FindAsync(string environmentId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(environmentId, out var known))
        {
            return known;
        }

        var ticket = await storage.GetUploadTicketAsync(environmentId, ProbePath, cancellationToken).ConfigureAwait(false);
        var channel = new BucketChannel(transport, retry, keys, BucketAddress.Of(ticket), timeProvider);
        return _known.GetOrAdd(environmentId, new EnvironmentBucket(channel, metadata));
    }
}

/// <summary>The bucket of one environment.</summary>
internal sealed class EnvironmentBucket(BucketChannel channel, FileIdMetadata metadata)
{
    public BucketAddress Address => channel.Address;

    public BucketClient Objects { get; } = new(channel);

    public MultipartClient Multipart { get; } = new(channel);

    /// <summary>The metadata by which the cloud knows the file of a path.</summary>
    public Task<string> GetFileIdMetadataAsync(string cloudPath, CancellationToken cancellationToken) =>
        metadata.GetAsync(Address.EnvironmentId, Address.Bucket, cloudPath, cancellationToken);
}
