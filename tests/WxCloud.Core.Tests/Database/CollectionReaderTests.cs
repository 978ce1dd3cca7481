using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using WxCloud.Core.Tests.Support;
using WxCloud.Database;
using WxCloud.Database.Values;
using Xunit;

namespace WxCloud.Core.Tests.Database;

/// <summary>A collection is read to its very end, whatever its ids are and whatever the service says about their number, or not at all.</summary>
public sealed partial class CollectionReaderTests : DatabaseTest
{
    [Fact]
    public async Task Numbers_and_texts_are_read_over_several_pages()
    {
        var ids = Enumerable.Range(-700, 1400).Select(static number => (object)number).Concat(Enumerable.Range(0, 2100).Select(static number => (object)$"id {number}")).ToList();
        await AddAsync([.. ids.Select(static id => new DocumentFields { { "_id", id }, { "a", 1 }, { "b", 2 } })]);
        var read = await ReadAsync(Engine, null);
        Assert.Equal(ids.Count, read.Count);
        Assert.Equal(ids.ToHashSet(), read.Select(static document => document[0].Value!).ToHashSet());
    }

    [Fact]
    public async Task Only_the_fields_asked_for_are_read()
    {
        await AddAsync("""{"_id":"x","a":1,"b":{"c":2,"d":3}}""");
        Assert.Equal("""{"_id":"x","b":{"c":2}}""", DocumentJson.Write(Assert.Single(await ReadAsync(Engine, ["b.c"]))));
    }

    [Fact]
    public async Task Pages_that_are_too_large_become_smaller()
    {
        await AddAsync([.. Enumerable.Range(0, 300).Select(static id => new DocumentFields { { "_id", id } })]);
        await Emulator.BreakAsync("tcb/databasequery", "errcode", -604001, times: 2, Token);
        Assert.Equal(300, (await ReadAsync(Engine, null)).Count);
        Assert.Equal(2, await Emulator.CountFaultsAsync(Token));
    }

    [Fact]
    public async Task A_page_that_fails_fails_the_reading()
    {
        await AddAsync([.. Enumerable.Range(0, 10).Select(static id => new DocumentFields { { "_id", id } })]);
        await Emulator.BreakAsync("tcb/databasequery", "errcode", -502003, times: null, Token);
        Assert.Equal("WxCloud.Database.NoPermission", (await Assert.ThrowsAsync<WxCloudException>(() => ReadAsync(Engine, null))).ErrorId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(3500)]
    public async Task Ids_without_an_order_that_can_be_asked_for_are_counted(int count)
    {
        var all = Enumerable.Range(0, count).ToList();
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Json("{}"), api: request => Answer(request, all));
        Assert.Equal(all, (await ReadAsync(cloud.Engine, null)).Select(NumberOf));
    }

    [Fact]
    public async Task A_page_that_comes_again_fails_the_reading()
    {
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Json("{}"), api: static _ => ScriptedReply.Json("""{"errcode":0,"errmsg":"ok","data":["{\"_id\":\"a\"}"]}"""));
        Assert.Equal("WxCloud.Api.NotAnAnswer", (await Assert.ThrowsAsync<WxCloudException>(() => ReadAsync(cloud.Engine, null))).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_before_the_place_of_a_counted_page_is_noticed(bool removes)
    {
        var all = Enumerable.Range(0, 2500).ToList();
        await using var cloud = new ScriptedCloud(static _ => ScriptedReply.Json("{}"), api: request => Answer(request, all));
        var read = new CollectionReader(cloud.Engine.Statements).ReadAsync("env", Collection, null, Token).GetAsyncEnumerator(Token);
        Assert.True(await read.MoveNextAsync());
        if (removes)
        {
            all.RemoveAt(0);
        }
        else
        {
            all.Insert(0, -1);
        }

        var error = await Assert.ThrowsAsync<WxCloudException>(async () =>
        {
            while (await read.MoveNextAsync())
            {
            }
        });
        Assert.Equal("WxCloud.Database.CollectionChanged", error.ErrorId);
        await read.DisposeAsync();
    }

    /// <summary>Answers for a collection whose ids are of a type that no literal can name.</summary>
    private static ScriptedReply Answer(ScriptedRequest request, List<int> all)
    {
        var statement = JsonDocument.Parse(request.Text).RootElement.GetProperty("query").GetString()!;
        var page = !statement.Contains("_.nor(", StringComparison.Ordinal) ? []
            : all.Skip(NumberIn(Skip().Match(statement))).Take(NumberIn(Limit().Match(statement))).Select(static number => $$$"""{"_id":{"$oid":"{{{number:x24}}}"},"n":{{{number}}}}""");
        return ScriptedReply.Json(JsonSerializer.Serialize(new { errcode = 0, errmsg = "ok", pager = new { Offset = 0, Limit = 10, Total = 1 }, data = page.ToArray() }));
    }

    private static int NumberIn(Match match) => match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    private static int NumberOf(DocumentFields document) => document.TryGet("n", out var number) ? (int)number! : -1;

    private static async Task<List<DocumentFields>> ReadAsync(Engine engine, IReadOnlyList<string>? fields)
    {
        var all = new List<DocumentFields>();
        await foreach (var page in new CollectionReader(engine.Statements).ReadAsync(Environment, Collection, fields, Token))
        {
            all.AddRange(page);
        }

        return all;
    }

    [GeneratedRegex(@"\.skip\((\d+)\)")]
    private static partial Regex Skip();

    [GeneratedRegex(@"\.limit\((\d+)\)")]
    private static partial Regex Limit();
}
