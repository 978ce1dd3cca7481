using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cli.Resources;
using WxCloud.Cli.Streams;

namespace WxCloud.Cli.Parsing;

/// <summary>One line of standard input.</summary>
/// <param name="Text">The line without its line end; <see langword="null"/> when its bytes are no text or it is too long.</param>
/// <param name="Unreadable">What a message shows of a line without a text.</param>
internal sealed record InputLine(string? Text, string? Unreadable = null)
{
    /// <summary>The line for messages, with everything escaped that is not printable, shortened.</summary>
    public string Shown => Unreadable ?? InputLines.Escape(Text!);
}

/// <summary>
/// Cuts standard input into lines and changes nothing else: UTF-8 with or without a byte order mark, UTF-16 with one. Only LF and
/// CR LF end a line, so blanks and every other character belong to it.
/// </summary>
internal sealed class InputLines(Stream stream)
{
    /// <summary>Far above the longest fileID; bounds the memory when the input has no line ends.</summary>
    private const int MaxLineBytes = 1 << 20;

    /// <summary>Characters of a line that a message shows.</summary>
    private const int MaxShown = 200;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private bool _ended;
    private Encoding _encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes of a line end, 2 in UTF-16.</summary>
    private int Unit => _encoding is UnicodeEncoding ? 2 : 1;

    public async IAsyncEnumerable<InputLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SkipByteOrderMarkAsync(cancellationToken);
        var searched = 0;
        var isTooLong = false;
        while (true)
        {
            var lineEnd = FindLineEnd(searched);
            if (lineEnd >= 0 || (_ended && _end > _start))
            {
                var length = lineEnd >= 0 ? lineEnd : _end - _start;
                yield return isTooLong ? new(Text: null, Escape("…")) : Decode(_buffer.AsSpan(_start, length));
                _start += lineEnd >= 0 ? length + Unit : length;
                (searched, isTooLong) = (0, false);
            }
            else if (_ended)
            {
                yield break;
            }
            else
            {
                if (_end - _start > MaxLineBytes)
                {
                    isTooLong = true;
                    _start = _end - ((_end - _start) % Unit);
                }

                searched = _end - _start - ((_end - _start) % Unit);
                await FillAsync(cancellationToken);
            }
        }
    }

    private async Task SkipByteOrderMarkAsync(CancellationToken cancellationToken)
    {
        while (!_ended && IsPartOf([0xEF, 0xBB, 0xBF]) | IsPartOf([0xFF, 0xFE]) | IsPartOf([0xFE, 0xFF]))
        {
            await FillAsync(cancellationToken);
        }

        var begin = _buffer.AsSpan(0, _end);
        if (begin.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            _start = 3;
        }
        else if (begin.StartsWith<byte>([0xFF, 0xFE]) || begin.StartsWith<byte>([0xFE, 0xFF]))
        {
            _start = 2;
            _encoding = new UnicodeEncoding(bigEndian: begin[0] == 0xFE, byteOrderMark: true, throwOnInvalidBytes: true);
        }

        bool IsPartOf(ReadOnlySpan<byte> mark) => _end < mark.Length && mark.StartsWith(_buffer.AsSpan(0, _end));
    }

    /// <summary>The length of the line before the next LF; -1 when none has been read yet.</summary>
    private int FindLineEnd(int searched)
    {
        var read = _buffer.AsSpan(_start, _end - _start);
        if (Unit == 1)
        {
            var found = read[searched..].IndexOf((byte)'\n');
            return found < 0 ? -1 : searched + found;
        }

        var (first, second) = _encoding.CodePage == Encoding.BigEndianUnicode.CodePage ? ((byte)0, (byte)'\n') : ((byte)'\n', (byte)0);
        for (var i = searched; i + 1 < read.Length; i += 2)
        {
            if (read[i] == first && read[i + 1] == second)
            {
                return i;
            }
        }

        return -1;
    }

    private InputLine Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            var text = _encoding.GetString(line);
            return new(text.EndsWith('\r') ? text[..^1] : text);
        }
        catch (DecoderFallbackException)
        {
            return new(Text: null, Escape(line));
        }
    }

    /// <summary>Reads the next bytes. The wait for a terminal or a pipe ends at once when it is cancelled, although the read itself cannot be.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        // The console's stream reads synchronously.
        var (buffer, offset) = (_buffer, _end);
        try
        {
            var read = await Task.Run(() => stream.Read(buffer, offset, buffer.Length - offset), CancellationToken.None).WaitAsync(cancellationToken);
            _end += read;
            _ended = read == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputUnavailableException(Texts.InputFailed(e.Message), e);
        }
    }

    internal static string Escape(string text)
    {
        var shown = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MaxShown)))
        {
            var isPlain = character == ' ' || !(char.IsControl(character) || char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format);
            _ = isPlain ? shown.Append(character) : shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }

        return shown.Append(text.Length > MaxShown ? "…" : "").ToString();
    }

    private static string Escape(ReadOnlySpan<byte> line)
    {
        var shown = new StringBuilder();
        foreach (var one in line[..Math.Min(line.Length, MaxShown)])
        {
            _ = one is >= 0x20 and < 0x7F ? shown.Append((char)one) : shown.Append(CultureInfo.InvariantCulture, $"\\x{one:X2}");
        }

        return shown.Append(line.Length > MaxShown ? "…" : "").ToString();
    }
}
