using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Transfers.Download;

/// <summary>
/// Lets a stream be read while the piece before is checksummed and written: one piece at a time, in their order. Two buffers,
/// the second only for streams that need more than one.
/// </summary>
/// <param name="bufferBytes">The limit of one piece in bytes.</param>
/// <param name="keep">Keeps the first so many bytes of a buffer.</param>
internal sealed class WriteBehind(int bufferBytes, Action<byte[], int> keep) : IAsyncDisposable
{
    private byte[] _filling = ArrayPool<byte>.Shared.Rent(bufferBytes);
    private byte[]? _spare;
    private Task _keeping = Task.CompletedTask;

    /// <summary>Where the next piece goes.</summary>
    public byte[] Buffer => _filling;

    /// <summary>Starts to keep the first bytes of <see cref="Buffer"/>, which is another array afterwards.</summary>
    /// <exception cref="WxCloudException">The piece before could not be kept.</exception>
    public async ValueTask AddAsync(int count)
    {
        await _keeping.ConfigureAwait(false);
        var piece = _filling;
        (_filling, _spare) = (_spare ?? ArrayPool<byte>.Shared.Rent(bufferBytes), piece);
        _keeping = Task.Run(() => keep(piece, count), CancellationToken.None);
    }

    /// <summary>Keeps the last piece before it returns: there is nothing left to read meanwhile.</summary>
    /// <exception cref="WxCloudException">It could not be kept, or the piece before.</exception>
    public async ValueTask FinishAsync(int count)
    {
        await _keeping.ConfigureAwait(false);
        if (count > 0)
        {
            keep(_filling, count);
        }
    }

    /// <summary>Waits for the piece that is being kept and ignores its failure: a caller that ends before <see cref="FinishAsync"/> has another error to report.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_keeping.IsCompleted)
        {
            await Task.WhenAny(_keeping).ConfigureAwait(false);
        }

        ArrayPool<byte>.Shared.Return(_filling);
        if (_spare is not null)
        {
            ArrayPool<byte>.Shared.Return(_spare);
        }
    }
}
