using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>Takes in new objects, whichever way they come.</summary>
internal sealed class ObjectReceiver(ObjectStore store, EmulatorClock clock)
{
    /// <summary>The largest object that one request may bring.</summary>
    public const long MaxLength = 5L * 1024 * 1024 * 1024;

    /// <summary>
    /// Starts to take in an object.
    /// </summary>
    /// <param name="exchange">The request that brings it.</param>
    /// <param name="key">Its key.</param>
    /// <param name="headers">The headers or form fields among which those to be stored are.</param>
    /// <param name="contentMd5">The announced MD5 in base64, null for none.</param>
    /// <param name="maxLength">The most bytes allowed, beside what the service allows.</param>
    /// <exception cref="CosException">A header is none that the service takes.</exception>
    public ObjectReception Begin(
        ObjectExchange exchange, string key, IEnumerable<KeyValuePair<string, string>> headers, string? contentMd5, long maxLength = MaxLength)
    {
        var stored = StoredHeaders.Pick(headers);
        var announced = ContentMd5.Parse(contentMd5);
        var writer = store.BeginWrite(exchange.Request.ContentLength, Math.Min(maxLength, MaxLength));
        return new ObjectReception(writer, clock, exchange, key, stored, announced);
    }
}

/// <summary>An object that is being taken in; it exists once <see cref="CompleteAsync"/> has returned, and else leaves nothing.</summary>
internal sealed class ObjectReception(
    ObjectWriter writer,
    EmulatorClock clock,
    ObjectExchange exchange,
    string key,
    SortedDictionary<string, string> headers,
    byte[]? announcedMd5) : IAsyncDisposable
{
    private Fault? _corruption = Fault.Of(exchange.Context, FaultKind.Corrupt);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => writer.WriteAsync(_corruption is null ? bytes : Corrupt(bytes));

    /// <exception cref="CosException">The bytes are too few, or not those that were announced.</exception>
    public async ValueTask<ObjectRecord> CompleteAsync(long minLength = 0)
    {
        var digest = await writer.CompleteAsync().ConfigureAwait(false);
        if (digest.Length < minLength)
        {
            throw CosErrors.EntityTooSmall();
        }

        ContentMd5.ThrowIfDifferent(announcedMd5, digest);
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.UnixSeconds);
        var record = new ObjectRecord(exchange.Address.Bucket, key, writer.BlobId, digest.Length, Convert.ToHexStringLower(digest.Md5), digest.Crc64, now, headers);
        writer.Commit(record);
        return record;
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>Changes one byte of the first piece, and no other.</summary>
    private byte[] Corrupt(ReadOnlyMemory<byte> bytes)
    {
        var corrupted = bytes.ToArray();
        corrupted[(int)(_corruption!.Random % (ulong)corrupted.Length)] ^= 1;
        _corruption = null;
        return corrupted;
    }
}
