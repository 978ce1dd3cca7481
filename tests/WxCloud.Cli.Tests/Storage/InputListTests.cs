using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using WxCloud.Cli.Parsing;
using Xunit;

namespace WxCloud.Cli.Tests.Storage;

/// <summary>Lists on standard input are data: only the line end is cut.</summary>
public sealed class InputListTests
{
    public static TheoryData<string> Encodings => ["utf-8", "utf-8 with a mark", "utf-16", "utf-16BE"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Blanks_are_kept_and_line_ends_are_removed(string encoding)
    {
        var bytes = Encode("cloud://e.b/a.txt \r\n cloud://e.b/中\u3000\n\n\u3000\nlast", encoding);
        Assert.Equal(["cloud://e.b/a.txt ", " cloud://e.b/中\u3000", "", "\u3000", "last"], (await ReadAsync(bytes)).Select(static line => line.Text));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_list_in_small_pieces_is_the_same(string encoding)
    {
        var bytes = Encode("一\n二三\r\n四", encoding);
        Assert.Equal(["一", "二三", "四"], (await ReadAsync(bytes, pieceBytes: 1)).Select(static line => line.Text));
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_shown_escaped_and_the_next_lines_are_read()
    {
        var lines = await ReadAsync([.. "cloud://e.b/"u8, 0xC4, 0xE3, (byte)'\n', .. "good\n"u8]);
        Assert.Equal([null, "good"], lines.Select(static line => line.Text));
        Assert.Equal(@"cloud://e.b/\xC4\xE3", lines[0].Shown);
    }

    [Fact]
    public async Task An_endless_line_is_refused_without_being_buffered()
    {
        var lines = await ReadAsync([.. Enumerable.Repeat((byte)'x', 5_000_000), (byte)'\n', .. "good\n"u8]);
        Assert.Equal([null, "good"], lines.Select(static line => line.Text));
    }

    [Fact]
    public async Task Control_characters_and_trailing_blanks_are_shown_escaped() =>
        Assert.Equal(@"a\u001B[31m\u3000", (await ReadAsync(Encoding.UTF8.GetBytes("a\u001b[31m\u3000"))).Single().Shown);

    [Fact]
    public async Task Every_line_end_of_a_full_buffer_is_found()
    {
        var text = string.Join('\n', Enumerable.Range(0, 20_000).Select(static i => $"line {i}"));
        foreach (var encoding in Encodings.Select(static row => row.Data))
        {
            Assert.Equal(text.Split('\n'), (await ReadAsync(Encode(text, encoding))).Select(static line => line.Text));
        }
    }

    private static byte[] Encode(string text, string encoding) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8 with a mark" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
        "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
        _ => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
    };

    private static async Task<List<InputLine>> ReadAsync(byte[] bytes, int pieceBytes = int.MaxValue) =>
        await new InputLines(new Pieces(bytes, pieceBytes)).ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>A stream that gives no more than so many bytes at a time, as pipes do.</summary>
    private sealed class Pieces(byte[] bytes, int pieceBytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, pieceBytes));
    }
}
