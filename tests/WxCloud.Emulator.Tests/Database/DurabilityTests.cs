using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

public sealed class DurabilityTests
{
    private const int KillRounds = 5;

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        using TemporaryFolder folder = new();
        await using (var emulator = await TestEmulator.StartAsync(options => options with { DataPath = folder.Combine("data") }))
        {
            var database = await TestDatabase.CreateAsync(emulator);
            await database.CallAsync("updateindex", """{"env":"local-env","collection_name":"c","create_indexes":[{"name":"u","unique":true,"keys":[{"name":"k","direction":"-1"}]}]}""");
            await database.AddAsync("[{_id: 'b', k: 1, l: {$numberLong: '1'}, d: new Date(5)}, {_id: 'a', k: 2}, {_id: 'x', k: 3}]");
            await database.RunAsync("databaseupdate", "db.collection('c').doc('b').update({data: {n: 1}})");
            await database.RunAsync("databasedelete", "db.collection('c').doc('x').remove()");
            await TestDatabase.CreateAsync(emulator, "gone");
            await database.CallAsync("databasecollectiondelete", """{"env":"local-env","collection_name":"gone"}""");
        }

        await using (var emulator = await TestEmulator.StartAsync(options => options with { DataPath = folder.Combine("data") }))
        {
            TestDatabase database = new(emulator);
            Assert.Equal(
                ["""{"_id":"b","k":1,"l":{"$numberLong":"1"},"d":{"$date":"1970-01-01T00:00:00.005Z"},"n":1}""", """{"_id":"a","k":2}"""],
                await database.FindAsync("where({})"));
            Assert.Equal(-502001, (await database.AddAsync("{k: 2}")).Errcode());
            Assert.Equal(1, (await database.CallAsync("databasecollectionget", """{"env":"local-env"}""")).GetProperty("pager").Number("Total"));
        }
    }

    [Fact]
    public void A_log_cut_at_any_byte_holds_whole_commits_only()
    {
        using TemporaryFolder folder = new();
        var path = folder.Combine("db.log");
        using (DocumentDatabase database = new(new ChangeLog(path)))
        {
            Create(database);
            for (var i = 0; i < 4; i++)
            {
                // Two documents at a time, so that half a commit would show.
                new WriteCommands(database, 0).Insert("c", [Document(2 * i), Document((2 * i) + 1)]);
            }
        }

        var whole = File.ReadAllBytes(path);
        HashSet<int> counts = [];
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using DocumentDatabase database = new(new ChangeLog(path));
            var count = database.Collections.TryGetValue("c", out var collection) ? collection.Count : 0;
            Assert.Equal(0, count % 2);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (DbValue)NumberValue.Of(i)), collection?.Documents.Select(document => document["_id"]) ?? [], ValueOrder.Instance);
            counts.Add(count);
        }

        Assert.Equal([0, 2, 4, 6, 8], counts.Order());
    }

    [Fact]
    public void A_log_with_a_damaged_tail_goes_on_after_the_last_whole_commit()
    {
        using TemporaryFolder folder = new();
        var path = folder.Combine("db.log");
        using (DocumentDatabase database = new(new ChangeLog(path)))
        {
            Create(database);
            new WriteCommands(database, 0).Insert("c", [Document(1)]);
        }

        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(path, bytes);
        using (DocumentDatabase database = new(new ChangeLog(path)))
        {
            Assert.Equal(0, database.Collections["c"].Count);
            new WriteCommands(database, 0).Insert("c", [Document(2)]);
        }

        using DocumentDatabase again = new(new ChangeLog(path));
        Assert.Equal("2", Assert.Single(again.Collections["c"].Documents)["_id"].ToString());
    }

    [Fact]
    public void History_is_thrown_away_and_the_documents_stay()
    {
        using TemporaryFolder folder = new();
        var path = folder.Combine("db.log");
        TextValue large = new(new string('x', 1_000_000));
        using (DocumentDatabase database = new(new ChangeLog(path)))
        {
            Create(database);
            WriteCommands write = new(database, 0);
            write.Insert("c", [Document(1), Document(2)]);
            database.Write(editor =>
            {
                editor["c"].SetIndexes([new IndexDefinition("u", true, [(FieldPath.Parse("k"), "1")])]);
                editor["c"].SetAccess(new AccessRule("READONLY", null));
                return true;
            });
            for (var i = 0; i < 40; i++)
            {
                write.Set("c", NumberValue.Of(1), new DocumentValue(new Field("k", NumberValue.Of(i)), new Field("v", large)));
            }
        }

        Assert.InRange(new FileInfo(path).Length, 1_000_000, 25_000_000);
        using DocumentDatabase again = new(new ChangeLog(path));
        Assert.Equal(["1", "2"], again.Collections["c"].Documents.Select(document => document["_id"].ToString()));
        Assert.Equal("39", again.Collections["c"].Documents.First()["k"].ToString());
        Assert.Equal("READONLY", again.Collections["c"].Access.Tag);
        Assert.Throws<DatabaseException>(() => new WriteCommands(again, 0).Insert("c", [new DocumentValue(new Field("k", NumberValue.Of(39)))]));
    }

    [Fact]
    public async Task A_killed_emulator_keeps_what_it_has_answered_for()
    {
        using TemporaryFolder folder = new();
        List<string> answered = [];
        using (var emulator = await EmulatorProcess.StartAsync("--port", "0", "--data-path", folder.Combine("data")))
        {
            var token = await emulator.TokenAsync();
            await emulator.PostJsonAsync($"tcb/databasecollectionadd?access_token={token}", """{"env":"local-env","collection_name":"c"}""");
            var killed = false;
            var writers = Enumerable.Range(0, 4).Select(async writer =>
            {
                for (var i = 0; !killed; i++)
                {
                    try
                    {
                        var query = JsonSerializer.Serialize($"db.collection('c').add({{data: [{{_id: 'a{writer}-{i}', text: '{new string('x', 500)}'}}, {{_id: 'b{writer}-{i}'}}]}})");
                        var reply = await emulator.PostJsonAsync($"tcb/databaseadd?access_token={token}", $$"""{"env":"local-env","query":{{query}}}""");
                        lock (answered)
                        {
                            answered.AddRange(reply.GetProperty("id_list").EnumerateArray().Select(id => id.GetString()!));
                        }
                    }
                    catch (Exception e) when (e is System.Net.Http.HttpRequestException or IOException)
                    {
                        return;
                    }
                }
            }).ToArray();
            while (true)
            {
                TestEmulator.Cancellation.ThrowIfCancellationRequested();
                lock (answered)
                {
                    if (answered.Count >= 200)
                    {
                        break;
                    }
                }

                await Task.Yield();
            }

            emulator.Kill();
            killed = true;
            await Task.WhenAll(writers);
        }

        using DocumentDatabase database = new(new ChangeLog(folder.Combine("data/database/local-env.log")));
        var ids = database.Collections["c"].Documents.Select(document => document["_id"].ToString()!).ToHashSet();
        Assert.Empty(answered.Except(ids));
        Assert.All(ids, id => Assert.Contains((id[0] == 'a' ? 'b' : 'a') + id[1..], ids));
    }

    /// <summary>Kills at random moments, again and again in one folder, with a unique index on what all writers compete for.</summary>
    [Fact]
    public async Task Kills_at_random_moments_lose_nothing_answered_and_leave_no_half()
    {
        using TemporaryFolder folder = new();
        Random random = new(5);
        HashSet<string> answered = [];
        for (var round = 0; round < KillRounds; round++)
        {
            using (var emulator = await EmulatorProcess.StartAsync("--port", "0", "--data-path", folder.Combine("data")))
            {
                await WriteUntilKilledAsync(emulator, round, random.Next(1, 60), answered);
            }

            using DocumentDatabase database = new(new ChangeLog(folder.Combine("data/database/local-env.log")));
            var documents = database.Collections["c"].Documents.ToArray();
            var ids = documents.Select(document => document["_id"].ToString()!).ToHashSet();
            Assert.Empty(answered.Except(ids));
            Assert.All(ids, id => Assert.Contains((id[0] == 'a' ? 'b' : 'a') + id[1..], ids));
            Assert.All(documents, document => Assert.Equal(document["_id"].ToString(), document["copy"].ToString()));
            Assert.Equal(documents.Length, documents.Select(document => document["k"]).Distinct(ValueOrder.Instance).Count());
            Assert.Throws<DatabaseException>(() => new WriteCommands(database, 0).Insert("c", [new DocumentValue(new Field("k", documents[^1]["k"]))]));
        }
    }

    /// <summary>Four writers add pairs of documents, whose keys two writers each compete for, until so many calls are answered; then comes the kill.</summary>
    private static async Task WriteUntilKilledAsync(EmulatorProcess emulator, int round, int calls, HashSet<string> answered)
    {
        var token = await emulator.TokenAsync();
        if (round == 0)
        {
            await emulator.PostJsonAsync($"tcb/databasecollectionadd?access_token={token}", """{"env":"local-env","collection_name":"c"}""");
            await emulator.PostJsonAsync(
                $"tcb/updateindex?access_token={token}", """{"env":"local-env","collection_name":"c","create_indexes":[{"name":"u","unique":true,"keys":[{"name":"k","direction":"1"}]}]}""");
        }

        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var i = 0; ; i++)
            {
                var (id, key) = ($"{round}-{writer}-{i}", $"{round}-{writer / 2}-{i}");
                var query = JsonSerializer.Serialize($"db.collection('c').add({{data: [{{_id: 'a{id}', copy: 'a{id}', k: 'a{key}', text: '{new string('x', 500)}'}}, {{_id: 'b{id}', copy: 'b{id}', k: 'b{key}'}}]}})");
                try
                {
                    var reply = await emulator.PostJsonAsync($"tcb/databaseadd?access_token={token}", $$"""{"env":"local-env","query":{{query}}}""");
                    if (reply.Errcode() == 0)
                    {
                        lock (answered)
                        {
                            answered.UnionWith(reply.GetProperty("id_list").EnumerateArray().Select(item => item.GetString()!));
                        }
                    }

                    if (System.Threading.Interlocked.Increment(ref count) == calls)
                    {
                        enough.SetResult();
                    }
                }
                catch (Exception e) when (e is System.Net.Http.HttpRequestException or IOException)
                {
                    return;
                }
            }
        }).ToArray();
        await enough.Task.WaitAsync(TestEmulator.Cancellation);
        emulator.Kill();
        await Task.WhenAll(writers);
    }

    private static void Create(DocumentDatabase database)
    {
        database.Write(editor =>
        {
            editor.Create("c");
            return true;
        });
    }

    private static DocumentValue Document(int id) => new(new Field("_id", NumberValue.Of(id)), new Field("k", NumberValue.Of(-id)), new Field("text", new TextValue("中文")));
}
