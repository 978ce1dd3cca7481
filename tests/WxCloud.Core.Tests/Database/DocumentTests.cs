using System;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Database.Parsing;
using WxCloud.Database.Statements;
using WxCloud.Database.Values;
using WxCloud.Model;
using WxCloud.Transfers.Documents;
using Xunit;

namespace WxCloud.Core.Tests.Database;

public sealed class DocumentTests : DatabaseTest
{
    [Fact]
    public async Task Pages_follow_each_other_without_loss_across_the_types_of_ids()
    {
        await AddAsync([.. Enumerable.Range(0, 1200).Select(static i => new DocumentFields { { "_id", i }, { "n", i } }), .. Enumerable.Range(0, 1300).Select(static i => new DocumentFields { { "_id", $"t{i}" }, { "n", i } })]);
        var read = await ReadAsync();
        Assert.Equal(2500, read.Select(static document => document[0].Value).Distinct().Count());
        Assert.Equal(2500, read.Count);
    }

    [Fact]
    public async Task Documents_that_others_add_or_remove_meanwhile_shift_no_page()
    {
        await AddAsync([.. Enumerable.Range(0, 3000).Select(static i => new DocumentFields { { "_id", $"{i:D5}" } })]);
        var seen = new System.Collections.Generic.List<object?>();
        await foreach (var page in Engine.Documents.ReadAsync(Environment, new(Collection), Token))
        {
            // Removes what was read: counted pages would now pass over documents.
            seen.AddRange(page.Select(static document => document[0].Value));
            await Engine.Editor.RemoveAsync(Environment, Collection, new DocumentFields { { "_id", new DocumentFields { { "$in", page.Select(static document => document[0].Value).ToList() } } } }, Token);
        }

        Assert.Equal(3000, seen.Distinct().Count());
    }

    [Fact]
    public async Task An_order_a_skip_and_a_limit_hold_over_pages()
    {
        await AddAsync([.. Enumerable.Range(0, 2500).Select(static i => new DocumentFields { { "_id", $"{i:D5}" }, { "n", i % 7 }, { "x", 1 } })]);
        var read = await ReadAsync(new(Collection) { OrderBy = [new("n", IsDescending: true)], Fields = ["n"], Skip = 100, First = 2200 });
        Assert.Equal(2200, read.Count);
        Assert.Equal(["_id", "n"], read[0].Select(static field => field.Key));
        Assert.True(read.Zip(read.Skip(1)).All(static pair => (int)pair.First[1].Value! >= (int)pair.Second[1].Value!));
        Assert.Equal(2200, read.Select(static document => document[0].Value).Distinct().Count());
        Assert.Equal(3, (await ReadAsync(new(Collection) { Skip = 5, First = 3 })).Count);
        Assert.Equal("00005", (await ReadAsync(new(Collection) { Skip = 5, First = 3 }))[0][0].Value);
    }

    [Fact]
    public async Task A_statement_without_a_limit_is_read_to_its_end_and_one_with_a_limit_once()
    {
        await AddAsync([.. Enumerable.Range(0, 1500).Select(static i => new DocumentFields { { "n", i } })]);
        Assert.Equal(1499, await CountAsync("db.collection('things').where({ n: _.gt(0) }).get()"));
        Assert.Equal(20, await CountAsync("db.collection('things').limit(20).get()"));

        async Task<int> CountAsync(string statement) =>
            await Engine.Documents.ReadAsync(Environment, ParsedStatement.Parse(statement, [], "get"), 0, null, Token).SelectMany(static page => page).CountAsync(Token);
    }

    [Fact]
    public async Task A_duplicate_id_is_the_error_of_its_document_and_the_others_are_added()
    {
        await AddAsync("""{"_id":"taken","n":1}""");
        var outcomes = await TryAddAsync([.. Enumerable.Range(0, 5).Select(static i => new DocumentFields { { "_id", i == 2 ? "taken" : $"new{i}" }, { "n", i } })]);
        Assert.Equal(["3"], outcomes.Where(static outcome => outcome.Error is not null).Select(static outcome => outcome.Item));
        Assert.Equal("WxCloud.Database.DuplicateKey", outcomes[2].Error!.ErrorId);
        Assert.StartsWith("3: ", outcomes[2].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_missing_collection_ends_the_command_and_is_named()
    {
        var error = await Assert.ThrowsAsync<WxCloudException>(() => Engine.Inserter
            .AddAsync(Environment, "nowhere", Enumerable.Range(0, 3).Select(static i => new Outcome<string, NewDocument>($"{i}", NewDocument.Of([]))).ToAsyncEnumerable(), Token)
            .ToListAsync(Token).AsTask());
        Assert.Equal("WxCloud.Database.CollectionMissing", error.ErrorId);
        Assert.StartsWith("nowhere: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reset", 10, 1)]
    [InlineData("truncate", 30, 1)]
    [InlineData("status", 503, 2)]
    public async Task Nothing_is_added_twice_by_a_retry(string kind, int value, int calls)
    {
        await Emulator.BreakAsync("tcb/databaseadd", kind, value, times: 2, Token);
        var outcomes = await TryAddAsync([.. Enumerable.Range(0, 10).Select(static i => i % 2 == 0 ? new DocumentFields { { "n", i } } : new DocumentFields { { "_id", $"own{i}" }, { "n", i } })]);
        Assert.All(outcomes, static outcome => Assert.Null(outcome.Error));
        Assert.Equal(calls, await Emulator.CountFaultsAsync(Token));
        Assert.Equal(Enumerable.Range(0, 10), (await ReadAsync()).Select(static document => (int)document.Single(static field => field.Key == "n").Value!).Order());
    }

    [Theory]
    [InlineData("reset", 10)]
    [InlineData("status", 503)]
    [InlineData("errcode", -502001)]
    public async Task An_update_of_unknown_outcome_is_not_repeated(string kind, int value)
    {
        await AddAsync("""{"_id":"a","n":0}""");
        await Emulator.BreakAsync("tcb/databaseupdate", kind, value, times: 1, Token);
        var error = await Assert.ThrowsAsync<WxCloudException>(() => Engine.Editor.UpdateAsync(Environment, Collection, Fields("""{"_id":"a"}"""), Fields("""{"n":{"$inc":1}}"""), Token));
        Assert.Contains("not repeated", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(1, await Emulator.CountAsync("tcb/databaseupdate", Token));
    }

    [Fact]
    public async Task An_update_whose_token_was_refused_is_sent_again()
    {
        await AddAsync("""{"_id":"a","n":0}""");
        await Emulator.PostAsync("tokens/expire", null, Token);
        Assert.Equal(1, (await Engine.Editor.UpdateAsync(Environment, Collection, null, Fields("""{"n":{"$inc":1}}"""), Token)).Modified);
        Assert.Equal("""{"_id":"a","n":1}""", DocumentJson.Write(Assert.Single(await ReadAsync())));
    }

    [Fact]
    public async Task A_reply_that_is_too_large_is_read_in_smaller_pages()
    {
        await AddAsync([.. Enumerable.Range(0, 50).Select(static i => new DocumentFields { { "n", i } })]);
        await Emulator.BreakAsync("tcb/databasequery", "errcode", -602001, times: 2, Token);
        Assert.Equal(50, (await ReadAsync()).Count);
        Assert.Equal(3, await Emulator.CountAsync("tcb/databasequery", Token));
    }

    [Fact]
    public async Task A_missing_document_is_the_error_of_its_id()
    {
        await AddAsync("""{"_id":"a"}""", """{"_id":5}""");
        var removals = await Engine.Editor.RemoveAsync(Environment, Collection, new object[] { "a", "gone", 5 }.ToAsyncEnumerable(), Token).ToListAsync(Token);
        Assert.Equal(["gone"], removals.Where(static removal => removal.Error?.ErrorId == "WxCloud.Database.DocumentMissing").Select(static removal => removal.Item));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_document_is_replaced_or_made_by_its_id()
    {
        await AddAsync("""{"_id":"a","n":1,"m":1}""");
        var changes = new[] { "a", "b" }.Select(static id => new DocumentChange(id, Fields("""{"n":2}"""), Replaces: true)).ToAsyncEnumerable();
        var updates = await Engine.Editor.UpdateAsync(Environment, Collection, changes, Token).ToListAsync(Token);
        Assert.Equal([false, true], updates.OrderBy(static update => update.Item, StringComparer.Ordinal).Select(static update => update.Require().Created));
        Assert.Equal(["""{"_id":"a","n":2}""", """{"_id":"b","n":2}"""], (await ReadAsync()).Select(DocumentJson.Write));
    }

    [Fact]
    public async Task An_empty_filter_removes_nothing() => Assert.Equal(
        "WxCloud.Database.FilterEmpty",
        (await Assert.ThrowsAsync<WxCloudException>(() => Engine.Editor.RemoveAsync(Environment, Collection, new DocumentFields(), Token))).ErrorId);

    [Fact]
    public async Task Collections_are_made_listed_and_removed()
    {
        foreach (var number in Enumerable.Range(0, 120))
        {
            await Engine.Collections.AddAsync(Environment, $"c{number:D3}", Token);
        }

        await AddAsync("""{"n":1}""", """{"n":2}""");
        var all = await Engine.Collections.ListAsync(Environment, Token).ToListAsync(Token);
        Assert.Equal(121, all.Select(static collection => collection.Name).Distinct().Count());
        Assert.Equal(2, all.Single(static collection => collection.Name == Collection).Count);
        Assert.Equal("WxCloud.Database.CollectionExists", (await Assert.ThrowsAsync<WxCloudException>(() => Engine.Collections.AddAsync(Environment, Collection, Token))).ErrorId);
        await Engine.Collections.RemoveAsync(Environment, Collection, Token);
        Assert.Equal("WxCloud.Database.CollectionMissing", (await Assert.ThrowsAsync<WxCloudException>(() => ReadAsync())).ErrorId);
    }

    [Fact]
    public void A_statement_is_one_line_of_what_was_asked() =>
        Assert.Equal(
            "db.collection(\"c\").where({\"a.b\":_.gt(1)}).orderBy(\"n\",\"desc\").field({\"n\":true}).skip(2).limit(3).get()",
            CollectionStatement.On("c").Where(Fields("""{"a.b":{"$gt":1}}""")).OrderBy([new("n", true)]).Fields(["n"]).Page(2, 3).Get());
}
