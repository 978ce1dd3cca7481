using System;
using System.Buffers;
using System.Security.Cryptography;
using System.Threading.Tasks;

namespace WxCloud.Emulator.Objects.Store;

/// <summary>The length and the checksums of an object's bytes.</summary>
internal readonly record struct ObjectDigest(long Length, byte[] Md5, ulong Crc64);

/// <summary>
/// Receives the bytes of an object in portions of any size, and writes and digests them in large blocks. While a block is digested on another
/// thread the next one is filled, and no more, so memory is two blocks (<see cref="LargeBlock"/>) for an object of any size.
/// Disposed before <see cref="Keep"/>, the bytes are deleted.
/// </summary>
internal sealed class ObjectWriter(BlobPool pool, IBlobWriter blob, long? expectedLength, long maxLength) : IAsyncDisposable
{
    private const int SmallBlock = 32 * 1024;
    private const int LargeBlock = 512 * 1024;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly int _blockLength = expectedLength <= SmallBlock ? SmallBlock : LargeBlock;
    private Crc64 _crc64;
    private byte[]? _filling;
    private byte[]? _digesting;
    private Task _digestion = Task.CompletedTask;
    private int _filled;
    private long _length;
    private bool _isKept;

    public string BlobId => blob.BlobId;

    /// <exception cref="CosException">The object is larger than allowed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _length += bytes.Length;
        if (_length > maxLength)
        {
            throw CosErrors.EntityTooLarge();
        }

        while (!bytes.IsEmpty)
        {
            _filling ??= ArrayPool<byte>.Shared.Rent(_blockLength);
            var count = Math.Min(bytes.Length, _blockLength - _filled);
            bytes[..count].CopyTo(_filling.AsMemory(_filled));
            bytes = bytes[count..];
            _filled += count;
            if (_filled == _blockLength)
            {
                await PassOnAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes the last block.</summary>
    public async ValueTask<ObjectDigest> CompleteAsync()
    {
        await _digestion.ConfigureAwait(false);
        if (_filled > 0)
        {
            Digest(_filling.AsSpan(0, _filled));
            blob.Write(_filling.AsSpan(0, _filled));
        }

        blob.Complete();
        return new ObjectDigest(_length, _md5.GetHashAndReset(), _crc64.Value);
    }

    /// <summary>Keeps the bytes: an object or a part refers to them now.</summary>
    public void Keep() => _isKept = true;

    public async ValueTask DisposeAsync()
    {
        await _digestion.ConfigureAwait(false);
        blob.Dispose();
        if (!_isKept)
        {
            pool.Release(blob.BlobId);
        }

        _md5.Dispose();
        Return(ref _filling);
        Return(ref _digesting);
    }

    private static void Return(ref byte[]? block)
    {
        if (block is not null)
        {
            ArrayPool<byte>.Shared.Return(block);
            block = null;
        }
    }

    private async ValueTask PassOnAsync()
    {
        await _digestion.ConfigureAwait(false);
        var block = _filling!;
        var count = _filled;
        (_filling, _digesting) = (_digesting, block);
        _filled = 0;
        _digestion = Task.Run(() => Digest(block.AsSpan(0, count)));
        blob.Write(block.AsSpan(0, count));
    }

    private void Digest(ReadOnlySpan<byte> bytes)
    {
        _md5.AppendData(bytes);
        _crc64.Append(bytes);
    }
}
