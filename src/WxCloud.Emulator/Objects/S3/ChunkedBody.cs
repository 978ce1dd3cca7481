using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Objects.S3;

/// <summary>
/// A body in the encoding <c>aws-chunked</c>: <c>length;chunk-signature=…</c>, the bytes, and so on to a chunk of length 0, and headers after it. The bytes of a chunk are
/// passed on before its signature is verified at its end, so a reader must not keep anything before the end of the body.
/// </summary>
internal sealed class ChunkedBody : ReadingStream
{
    private const int BufferLength = 64 * 1024;
    private const int MaxLineLength = 8 * 1024;
    private const int MaxTrailers = 20;
    private const string TrailerSignature = "x-amz-trailer-signature";

    private readonly Stream _body;
    private readonly AwsSigningKey _key;
    private readonly ChunkSignatures _kind;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferLength];
    private int _start;
    private int _end;
    private string _previousSignature;
    private string? _signature;
    private bool _isInChunk;
    private bool _isEnded;
    private long _leftInChunk;
    private long _left;

    /// <param name="body">The body as it is received.</param>
    /// <param name="request">The request, whose signature the first chunk's is computed from.</param>
    /// <param name="kind">Which parts are signed.</param>
    /// <param name="length">The number of bytes in all chunks together.</param>
    public ChunkedBody(Stream body, AwsSignedRequest request, ChunkSignatures kind, long length)
    {
        _body = body;
        _key = request.Key;
        _kind = kind;
        _previousSignature = request.Signature.Signature;
        _left = length;
    }

    /// <exception cref="CosException">The body is malformed, or a signature in it is wrong.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded || buffer.IsEmpty)
        {
            return 0;
        }

        if (_leftInChunk == 0)
        {
            await EndChunkAsync(cancellationToken).ConfigureAwait(false);
            if (!await BeginChunkAsync(cancellationToken).ConfigureAwait(false))
            {
                await EndAsync(cancellationToken).ConfigureAwait(false);
                return 0;
            }
        }

        var count = await ReadBytesAsync(buffer[..(int)Math.Min(buffer.Length, _leftInChunk)], cancellationToken).ConfigureAwait(false);
        _sha256.AppendData(buffer.Span[..count]);
        _leftInChunk -= count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _sha256.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask EndChunkAsync(CancellationToken cancellationToken)
    {
        if (!_isInChunk)
        {
            return;
        }

        if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { Length: 0 })
        {
            throw CosErrors.IncompleteBody();
        }

        ThrowIfChunkAltered();
        _isInChunk = false;
    }

    /// <returns>False for the chunk of length 0.</returns>
    private async ValueTask<bool> BeginChunkAsync(CancellationToken cancellationToken)
    {
        var head = (await ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw CosErrors.IncompleteBody()).Split(';');
        if (!long.TryParse(head[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0 || length > _left)
        {
            throw CosErrors.IncompleteBody();
        }

        _signature = head.Skip(1).Select(extension => extension.Split('=')).FirstOrDefault(pair => pair is ["chunk-signature", _])?[1];
        _leftInChunk = length;
        _left -= length;
        _isInChunk = length > 0;
        return _isInChunk;
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        ThrowIfChunkAltered();
        List<KeyValuePair<string, string>> trailers = [];
        while (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (!_kind.HasTrailer || colon < 1 || trailers.Count == MaxTrailers)
            {
                throw CosErrors.IncompleteBody();
            }

            trailers.Add(new(line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim()));
        }

        if (_left != 0)
        {
            throw CosErrors.IncompleteBody();
        }

        if (_kind is { OfChunks: true, HasTrailer: true })
        {
            var signed = string.Concat(trailers.Where(trailer => trailer.Key != TrailerSignature).Select(trailer => $"{trailer.Key}:{trailer.Value}\n"));
            ThrowIfDifferent(_key.SignTrailer(_previousSignature, signed), trailers.FirstOrDefault(trailer => trailer.Key == TrailerSignature).Value);
        }

        _isEnded = true;
    }

    private void ThrowIfChunkAltered()
    {
        var hash = Convert.ToHexStringLower(_sha256.GetHashAndReset());
        if (_kind.OfChunks)
        {
            ThrowIfDifferent(_key.SignChunk(_previousSignature, hash), _signature);
            _previousSignature = _signature!;
        }
    }

    private static void ThrowIfDifferent(string computed, string? given)
    {
        if (given is null || !KeyedDigest.AreEqual(computed, given))
        {
            throw CosErrors.SignatureDoesNotMatch();
        }
    }

    private async ValueTask<int> ReadBytesAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            var buffered = Math.Min(buffer.Length, _end - _start);
            _buffer.AsMemory(_start, buffered).CopyTo(buffer);
            _start += buffered;
            return buffered;
        }

        var count = await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : throw CosErrors.IncompleteBody();
    }

    /// <summary>A line without its end; null when the body has ended.</summary>
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            if (_end - _start > MaxLineLength)
            {
                throw CosErrors.IncompleteBody();
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var count = await _body.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return _end == 0 ? null : throw CosErrors.IncompleteBody();
            }

            _end += count;
        }
    }
}
