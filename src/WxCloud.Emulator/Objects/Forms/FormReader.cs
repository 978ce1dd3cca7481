using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Emulator.Objects.Forms;

/// <summary>The head of a part of a form.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="FileName">The file name, null when the part names none.</param>
internal sealed record FormPart(string Name, string? FileName);

/// <summary>
/// Reads <c>multipart/form-data</c> as it streams in: part by part, and the content of a part in pieces of any size. It uses one buffer,
/// whatever the size of the form.
/// </summary>
internal sealed class FormReader : IDisposable
{
    private const int BufferLength = 256 * 1024;
    private const int MaxHeadLength = 16 * 1024;

    private readonly Stream _body;
    private readonly byte[] _delimiter;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _isInContent = true;

    public FormReader(Stream body, string boundary)
    {
        _body = body;
        _delimiter = Encoding.UTF8.GetBytes($"\r\n--{boundary}");
        _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);

        // The first delimiter may be at the very start, so the line break that is part of each delimiter is put before it.
        "\r\n"u8.CopyTo(_buffer);
        _end = 2;
    }

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(FormReader));

    /// <summary>Advances to the next part, past the rest of the current one; null at the end of the form.</summary>
    /// <exception cref="CosException">The form is malformed, or ends too early.</exception>
    public async ValueTask<FormPart?> NextPartAsync(CancellationToken cancellationToken)
    {
        while (_isInContent)
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        var delimiterTail = await ReadLineAsync(allowClose: true, cancellationToken).ConfigureAwait(false);
        if (delimiterTail == "--")
        {
            await ReadRestAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (delimiterTail.AsSpan().ContainsAnyExcept(" \t"))
        {
            throw CosErrors.MalformedForm();
        }

        HeaderParameters? disposition = null;
        var headLength = 0;
        for (string line; (line = await ReadLineAsync(allowClose: false, cancellationToken).ConfigureAwait(false)).Length > 0;)
        {
            headLength += line.Length;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || headLength > MaxHeadLength)
            {
                throw CosErrors.MalformedForm();
            }

            if (line.AsSpan(0, colon).Trim().Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
            {
                disposition = HeaderParameters.Parse(line[(colon + 1)..]);
            }
        }

        if (disposition?.Value != "form-data" || disposition["name"] is not { Length: > 0 } name)
        {
            throw CosErrors.MalformedForm();
        }

        _isInContent = true;
        return new FormPart(name, disposition.FileName());
    }

    /// <summary>Reads the next piece of the content of the part: valid until the next call, empty at the end of the part.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        while (_isInContent)
        {
            var length = _end - _start;
            var found = Buffer.AsSpan(_start, length).IndexOf(_delimiter);
            if (found == 0)
            {
                _start += _delimiter.Length;
                _isInContent = false;
                break;
            }

            // The delimiter may have begun in the last few bytes.
            var safe = found > 0 ? found : length - _delimiter.Length + 1;
            if (safe > 0)
            {
                _start += safe;
                return Buffer.AsMemory(_start - safe, safe);
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return default;
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads up to a line break, or the two dashes that close the form.</summary>
    private async ValueTask<string> ReadLineAsync(bool allowClose, CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _end - _start;
            if (allowClose && length >= 2 && Buffer.AsSpan(_start, 2).SequenceEqual("--"u8))
            {
                _start += 2;
                return "--";
            }

            var lineLength = Buffer.AsSpan(_start, length).IndexOf("\r\n"u8);
            if (lineLength >= 0)
            {
                _start += lineLength + 2;
                return Encoding.UTF8.GetString(Buffer, _start - lineLength - 2, lineLength);
            }

            if (length > MaxHeadLength)
            {
                throw CosErrors.MalformedForm();
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the meaningless rest after the form: a body may be cut there too, which only its end shows.</summary>
    private async ValueTask ReadRestAsync(CancellationToken cancellationToken)
    {
        _start = _end = 0;
        while (await _body.ReadAsync(Buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        Buffer.AsSpan(_start, _end - _start).CopyTo(Buffer);
        _end -= _start;
        _start = 0;
        var count = await _body.ReadAsync(Buffer.AsMemory(_end, BufferLength - _end), cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw CosErrors.MalformedForm();
        }

        _end += count;
    }
}
