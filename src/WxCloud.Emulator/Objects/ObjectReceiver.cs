using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using WxCloud.Emulator.Hosting;

namespace WxCloud.Emulator.Objects;

/// <summary>Takes in new objects, whichever way they come.</summary>
internal sealed class ObjectReceiver(ObjectStore store, EmulatorClock clock)
{
    /// <summary>The largest object that one request may bring.</summary>
    public const long MaxLength = 5L * 1024 * 1024 * 1024;

    /// <summary>
    /// Starts to take in an object.
    /// </summary>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="key">Its key.</param>
    /// <param name="headers">The headers or form fields among which those to be stored are.</param>
    /// <param name="contentMd5">The announced MD5 in base64, null for none.</param>
    /// <param name="expectedLength">About how many bytes are to come, null when nobody said.</param>
    /// <param name="maxLength">The most bytes allowed, beside what the service allows.</param>
    /// <exception cref="CosException">A header is none that the service takes.</exception>
    public ObjectReception Begin(
        string bucket,
        string key,
        IEnumerable<KeyValuePair<string, string>> headers,
        string? contentMd5,
        long? expectedLength,
        long maxLength = MaxLength)
    {
        SortedDictionary<string, string> stored = StoredHeaders.Pick(headers);
        byte[]? announced = ContentMd5.Parse(contentMd5);
        ObjectWriter writer = store.BeginWrite(expectedLength, Math.Min(maxLength, MaxLength));
        return new ObjectReception(writer, clock, bucket, key, stored, announced);
    }
}

/// <summary>An object that is being taken in; it exists once <see cref="CompleteAsync"/> has returned, and else leaves nothing.</summary>
internal sealed class ObjectReception(
    ObjectWriter writer,
    EmulatorClock clock,
    string bucket,
    string key,
    SortedDictionary<string, string> headers,
    byte[]? announcedMd5) : IAsyncDisposable
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => writer.WriteAsync(bytes);

    /// <exception cref="CosException">The bytes are too few, or not those that were announced.</exception>
    public async ValueTask<ObjectRecord> CompleteAsync(long minLength = 0)
    {
        ObjectDigest digest = await writer.CompleteAsync().ConfigureAwait(false);
        if (digest.Length < minLength)
        {
            throw CosErrors.EntityTooSmall();
        }

        ContentMd5.Demand(announcedMd5, digest);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(clock.UnixSeconds);
        ObjectRecord record = new(bucket, key, writer.BlobId, digest.Length, Convert.ToHexStringLower(digest.Md5), digest.Crc64, now, headers);
        writer.Commit(record);
        return record;
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
