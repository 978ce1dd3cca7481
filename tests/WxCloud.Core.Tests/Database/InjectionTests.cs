using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Database.Parsing;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using Xunit;

namespace WxCloud.Core.Tests.Database;

/// <summary>Values never become code: whatever a document, a filter or a parameter holds comes back unchanged, or is refused.</summary>
public sealed class InjectionTests : DatabaseTest
{
    private static readonly string[] s_texts =
    [
        "", " ", "'", "\"", "`", "\\", "\\\"", "\\u0027", "${1+1}", "`${db}`", "\n", "\r\n", "\t", "\0", "\u0001\u001f\u007f\u0085", "\u2028", "\u2029", "\uFEFF", "\uFFFD\uFFFE\uFFFF",
        "</script><script>alert(1)</script>", "<!--", "-->", "/* */", "//", "');db.collection('things').remove();//", "\"}).remove()//", "\"]}});", "@name", "ꙮname",
        "__proto__", "constructor", "$gt", "a.b", "中文 文件名", "😀👨‍👩‍👧", "\u202Eabc", "e\u0301", "NaN", "null", "true", "2024-01-01T00:00:00Z", "{\"$date\":0}", "db.RegExp({regexp:'.*'})",
    ];

    public static TheoryData<string, object?> Values()
    {
        var values = new TheoryData<string, object?>();
        foreach (var number in new object[]
        {
            0, -1, int.MaxValue, int.MinValue, 1L << 40, (1L << 53) - 1, (1L << 53) + 1, long.MaxValue, long.MinValue,
            0.1, -0.1, 1.0 / 3, double.MaxValue, double.Epsilon, 123456789.123456789, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0,
            0.1m, 12.50m, 79228162514264337593543950335m, -0.0000000000000000000000000001m,
        })
        {
            values.Add(string.Create(CultureInfo.InvariantCulture, $"{number.GetType().Name} {number:R}"), number);
        }

        values.Add("null", null);
        values.Add("true", true);
        values.Add("date", new DateTimeOffset(2024, 2, 29, 23, 59, 59, 999, TimeSpan.Zero));
        values.Add("early date", new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero));
        values.Add("late date", new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero));
        values.Add("bytes", Enumerable.Range(0, 256).Select(static one => (byte)one).ToArray());
        values.Add("no bytes", Array.Empty<byte>());
        values.Add("empty", new DocumentFields());
        values.Add("list", new List<object?> { 1, null, new List<object?>(), new DocumentFields { { "a", "b" } } });
        values.Add("names", new DocumentFields { { "__proto__", 1 }, { "constructor", 2 }, { "a b", 3 }, { "\"", 4 }, { "A", 5 }, { "a", 6 }, { "1", 7 }, { "\u2028", 8 }, { "if", 9 } });
        values.Add("type without a .NET type", new DocumentFields { { "$regularExpression", new DocumentFields { { "pattern", "^\"a" }, { "options", "i" } } } });
        return values;
    }

    [Fact]
    public async Task Texts_come_back_unchanged()
    {
        await AddAsync(new DocumentFields { { "_id", "all" }, { "texts", s_texts.ToList<object?>() } });
        var read = Assert.Single(await ReadAsync());
        Assert.True(read.TryGet("texts", out var texts));
        Assert.Equal(s_texts, ((IReadOnlyList<object?>)texts!).Cast<string>());
    }

    [Fact]
    public async Task A_filter_finds_every_text_and_that_alone()
    {
        await AddAsync([.. s_texts.Select(static (text, index) => new DocumentFields { { "_id", index }, { "text", text } })]);
        for (var i = 0; i < s_texts.Length; i++)
        {
            var found = await ReadAsync(new(Collection) { Filter = new() { { "text", s_texts[i] } } });
            Assert.Equal([i], found.Select(static document => document[0].Value));
        }
    }

    [Fact]
    public async Task A_parameter_finds_every_text_and_that_alone()
    {
        await AddAsync([.. s_texts.Select(static (text, index) => new DocumentFields { { "_id", index }, { "text", text } })]);
        for (var i = 0; i < s_texts.Length; i++)
        {
            var statement = ParsedStatement.Parse("db.collection('things').where({ text: @value }).get()", new() { { "value", s_texts[i] } }, "get");
            var pages = Engine.Documents.ReadAsync(Environment, statement, 0, null, Token);
            Assert.Equal([i], await pages.SelectMany(static page => page).Select(static document => document[0].Value).ToListAsync(Token));
        }
    }

    [Fact]
    public async Task Texts_are_possible_as_ids_and_names()
    {
        foreach (var text in s_texts.Where(static text => text.Length > 0))
        {
            await AddAsync(new DocumentFields { { "_id", text }, { "map", new DocumentFields { { text.Replace(".", "", StringComparison.Ordinal).TrimStart('$').Replace("\0", "", StringComparison.Ordinal) + "x", text } } } });
        }

        Assert.Equal(s_texts.Length - 1, (await ReadAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Values_come_back_with_their_type(string name, object? value)
    {
        _ = name;
        await AddAsync(new DocumentFields { { "_id", "one" }, { "value", value } });
        Assert.True(Assert.Single(await ReadAsync()).TryGet("value", out var read));
        Assert.Equal(DocumentJson.Write(value), DocumentJson.Write(read));
        if (value is int or long or double or decimal or byte[] or DateTimeOffset)
        {
            Assert.Equal(value.GetType(), read!.GetType());
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Values_are_found_and_updated(string name, object? value)
    {
        await AddAsync(new DocumentFields { { "_id", "one" } }, new DocumentFields { { "_id", "other" }, { "value", "other" } });
        await Engine.Editor.UpdateAsync(Environment, Collection, new() { { "_id", "one" } }, new() { { "value", value } }, Token);
        var read = (await ReadAsync()).Single(static document => Equals(document[0].Value, "one"));
        Assert.True(read.TryGet("value", out var stored));
        if (name != "names")
        {
            // An update sorts the names below a field, as MongoDB does.
            Assert.Equal(DocumentJson.Write(value), DocumentJson.Write(stored));
        }

        if (value is not (double.NaN or DocumentFields { Count: > 0 }))
        {
            Assert.Equal("one", string.Join(",", (await ReadAsync(new(Collection) { Filter = new() { { "value", value } } })).Select(static document => document[0].Value)));
        }
    }

    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00, 0xD83D)]
    [InlineData(0x61, 0xD83D, 0x62)]
    [InlineData(0xD83D, 0xD83D, 0xDE00)]
    public void Half_a_surrogate_pair_is_refused_with_its_field(params int[] characters)
    {
        var text = string.Concat(characters.Select(static character => (char)character));
        var error = Assert.Throws<WxCloudException>(() => CollectionStatement.On("c").Set(new() { { "a", new DocumentFields { { "b", text } } } }));
        Assert.Equal("WxCloud.Database.TextNotUnicode", error.ErrorId);
        Assert.Contains("a.b", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$set")]
    [InlineData("a.b")]
    [InlineData("")]
    [InlineData("a\0")]
    public void A_name_that_no_field_can_have_is_refused(string name) =>
        Assert.Equal("WxCloud.Database.FieldNameInvalid", Assert.Throws<WxCloudException>(() => CollectionStatement.On("c").Set(new() { { name, 1 } })).ErrorId);

    [Fact]
    public void Nesting_is_limited()
    {
        object? value = 1;
        for (var i = 0; i < 200; i++)
        {
            value = new DocumentFields { { "a", value } };
        }

        Assert.Equal("WxCloud.Database.ValueTooDeep", Assert.Throws<WxCloudException>(() => CollectionStatement.On("c").Set((DocumentFields)value!)).ErrorId);
    }

    [Fact]
    public void A_parameter_cannot_change_what_stands_around_it() =>
        Assert.Equal("db.collection('c').where({ n: (-5) }).get()", ParsedStatement.Parse("db.collection('c').where({ n: @n }).get()", new() { { "n", -5 } }, "get").Text);

    [Fact]
    public void An_at_sign_in_a_text_is_no_parameter() =>
        Assert.Equal("db.collection('c').where({ mail: 'a@n' /* @n */ }).get()", ParsedStatement.Parse("db.collection('c').where({ mail: 'a@n' /* @n */ }).get()", [], "get").Text);
}
