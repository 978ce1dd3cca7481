using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using WxCloud.Emulator.Objects.Store;
using Xunit;

namespace WxCloud.Emulator.Tests.Objects.Store;

public sealed class KeyIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_index_equals_a_sorted_dictionary(int seed)
    {
        var random = new Random(seed);
        var index = new KeyIndex();
        SortedDictionary<string, ObjectRecord> model = new(KeyOrder.Instance);
        for (var i = 0; i < 20_000; i++)
        {
            var key = random.Next(8_000).ToString("x", null);
            if (random.Next(3) == 0)
            {
                Assert.Equal(model.GetValueOrDefault(key), index.Remove(key));
                model.Remove(key);
            }
            else
            {
                var record = Record(key) with { Length = i };
                Assert.Equal(model.GetValueOrDefault(key), index.Set(record));
                model[key] = record;
            }
        }

        Assert.Equal(model.Values, index.All());
        Assert.Equal(model.Count, index.Count);
        Assert.All(model.Keys, key => Assert.Same(model[key], index.Find(key)));
        Assert.Null(index.Find("zzz"));
    }

    [Fact]
    public void Keys_are_in_the_order_of_their_utf8_bytes()
    {
        string[] keys = ["", "a", "a/", "a0", "aa", "b", "é", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF", "中", "文件"];
        var byBytes = keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal);

        Assert.Equal(byBytes, keys.Reverse().OrderBy(key => key, KeyOrder.Instance));
    }

    [Fact]
    public void Pages_of_any_size_make_up_the_whole_listing()
    {
        var index = new KeyIndex();
        string[] keys = [.. Enumerable.Range(0, 3_000).Select(i => $"{i % 7}/{i % 11}/{i}")];
        foreach (var key in keys)
        {
            index.Set(Record(key));
        }

        foreach (var limit in new[] { 1, 7, 999, 5_000 })
        {
            Assert.Equal(keys.Order(StringComparer.Ordinal), List(index, "", "", limit));
            Assert.Equal(["0/", "1/", "2/", "3/", "4/", "5/", "6/"], List(index, "", "/", limit));
            Assert.Equal(keys.Where(key => key.StartsWith("3/1", StringComparison.Ordinal)).Order(StringComparer.Ordinal), List(index, "3/1", "", limit));
            Assert.Equal(["3/1/", "3/10/"], List(index, "3/1", "/", limit));
        }
    }

    private static List<string> List(KeyIndex index, string prefix, string delimiter, int limit)
    {
        List<string> names = [];
        for (string? after = string.Empty; after is not null;)
        {
            var page = ObjectPage.Read(index, new ObjectQuery(prefix, delimiter, after, limit));
            string[] entries = [.. page.Objects.Select(record => record.Key).Concat(page.Prefixes).Order(StringComparer.Ordinal)];
            Assert.InRange(entries.Length, page.Last is null ? 0 : limit, limit);
            names.AddRange(entries);
            after = page.Last;
        }

        return names;
    }

    private static ObjectRecord Record(string key) => new("bucket", key, "blob", 0, "etag", 0, DateTimeOffset.UnixEpoch, []);
}
