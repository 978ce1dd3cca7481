using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>Receives the bytes of objects and parts, from forms, PUTs and copies.</summary>
internal sealed class ObjectReceiver(ObjectStore store, EmulatorClock clock)
{
    /// <summary>The limit of bytes in one request.</summary>
    public const long MaxLength = 5L * 1024 * 1024 * 1024;

    /// <summary>The time in the precision of records.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(clock.UnixSeconds);

    /// <summary>
    /// Starts to receive bytes.
    /// </summary>
    /// <param name="exchange">The request that sends them.</param>
    /// <param name="contentMd5">The MD5 that the request states, in base64; null for none.</param>
    /// <param name="maxLength">A limit of bytes below that of the service.</param>
    /// <exception cref="CosException">The MD5 is malformed.</exception>
    public Reception Begin(ObjectExchange exchange, string? contentMd5, long maxLength = MaxLength)
    {
        var announced = ContentMd5.Parse(contentMd5);
        var writer = store.BeginWrite(exchange.Request.ContentLength, Math.Min(maxLength, MaxLength));
        return new Reception(writer, Fault.Of(exchange.Context, FaultKind.Corrupt), announced);
    }

    /// <summary>The record of a part that was received completely.</summary>
    public PartRecord PartOf(int number, ObjectWriter writer, ObjectDigest digest) =>
        new(number, writer.BlobId, digest.Length, Convert.ToHexStringLower(digest.Md5), digest.Crc64, Now);

    /// <summary>Creates an object from bytes that were received completely.</summary>
    /// <exception cref="CosException">There is one of that key, and it may not be replaced.</exception>
    public ObjectRecord Commit(Reception reception, ObjectDigest digest, string bucket, string key, SortedList<string, string> headers, bool mayReplace = true)
    {
        var writer = reception.Writer;
        var record = new ObjectRecord(bucket, key, writer.BlobId, digest.Length, Convert.ToHexStringLower(digest.Md5), digest.Crc64, Now, headers);
        return store.TryCommit(writer, record, mayReplace) ? record : throw CosErrors.ObjectExists();
    }
}

/// <summary>Bytes that are being received; they are deleted unless they are kept explicitly.</summary>
internal sealed class Reception(ObjectWriter writer, Fault? corruption, byte[]? announcedMd5) : IAsyncDisposable
{
    private const int BufferLength = 256 * 1024;

    private Fault? _corruption = corruption;

    public ObjectWriter Writer => writer;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => writer.WriteAsync(_corruption is null || bytes.IsEmpty ? bytes : Corrupt(bytes));

    /// <summary>Receives all of a body.</summary>
    public async ValueTask ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="CosException">There are too few bytes, or their MD5 is not the stated one.</exception>
    public async ValueTask<ObjectDigest> FinishAsync(long minLength = 0)
    {
        var digest = await writer.CompleteAsync().ConfigureAwait(false);
        if (digest.Length < minLength)
        {
            throw CosErrors.EntityTooSmall();
        }

        ContentMd5.ThrowIfDifferent(announcedMd5, digest);
        return digest;
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>Changes one byte of the first piece.</summary>
    private byte[] Corrupt(ReadOnlyMemory<byte> bytes)
    {
        var corrupted = bytes.ToArray();
        corrupted[(int)(_corruption!.Random % (ulong)corrupted.Length)] ^= 1;
        _corruption = null;
        return corrupted;
    }
}
