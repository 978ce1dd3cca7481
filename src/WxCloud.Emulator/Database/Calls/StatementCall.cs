using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Statements;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Database.Calls;

/// <summary>
/// The six calls that take a statement (wechat-database-functions.md, section 3). Each requires statements with another last call.
/// </summary>
internal sealed class StatementCall : DatabaseCall
{
    /// <summary>How many documents a search without <c>limit()</c> gives over HTTP.</summary>
    private const int LimitByDefault = 10;

    private readonly string _ending;

    private StatementCall(string name, string ending, DatabaseServices services)
        : base(name, services)
    {
        _ending = ending;
    }

    public static IEnumerable<IApiCall> All(DatabaseServices services)
    {
        return
        [
            new StatementCall("databaseadd", "add()", services),
            new StatementCall("databasedelete", "remove()", services),
            new StatementCall("databaseupdate", "update() or set()", services),
            new StatementCall("databasequery", "get()", services),
            new StatementCall("databasecount", "count()", services),
            new StatementCall("databaseaggregate", "end()", services),
        ];
    }

    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var statement = request.Arguments.RequiredText("query");
        var environment = Environment(environmentId);
        var now = Services.Now;
        var action = StatementEvaluator.Evaluate(statement, now);
        if (EndingOf(action) != _ending)
        {
            throw new StatementException($"the statement must end with {_ending}", 1, 1);
        }

        return Run(action, Services.Store.Of(environment.Id), now);
    }

    private static string EndingOf(DatabaseAction action)
    {
        return action switch
        {
            DatabaseAction.Add => "add()",
            DatabaseAction.Remove => "remove()",
            DatabaseAction.Update or DatabaseAction.Set => "update() or set()",
            DatabaseAction.Get => "get()",
            DatabaseAction.Count => "count()",
            _ => "end()",
        };
    }

    private ApiReply Run(DatabaseAction action, IDatabaseSession session, long now)
    {
        WriteCommands write = new(session, now);
        return action switch
        {
            DatabaseAction.Add add => new DatabaseAddReply([.. write.Insert(add.Collection, add.Documents).Select(Text)]),
            DatabaseAction.Remove remove => new DatabaseDeleteReply(write.Remove(remove.Find, remove.IsMulti)),
            DatabaseAction.Update update => Reply(write.Update(update.Find, update.Data, update.IsMulti)),
            DatabaseAction.Set set => Reply(write.Set(set.Collection, set.Id, set.Document)),
            DatabaseAction.Get get => Find(get, session, now),
            DatabaseAction.Count count => new DatabaseCountReply(count.Find.Count(session, Scope.At(now))),
            DatabaseAction.Aggregate aggregate => new DatabaseAggregateReply(Texts(aggregate.Command.Run(session, now, Services.Random))),
            _ => throw DatabaseErrors.NotBuilt("this statement"),
        };
    }

    private static DatabaseQueryReply Find(DatabaseAction.Get get, IDatabaseSession session, long now)
    {
        var scope = Scope.At(now);
        var limit = get.Limit is > 0 ? get.Limit.Value : LimitByDefault;
        var find = get.Find with { Limit = limit };
        return new DatabaseQueryReply(new Pager(find.Skip, limit, find.Count(session, scope)), Texts(find.Run(session, scope)));
    }

    private static DatabaseUpdateReply Reply(UpdateResult result)
    {
        return new DatabaseUpdateReply(result.Matched, result.Modified, result.UpsertedId is { } id ? Text(id) : string.Empty);
    }

    /// <summary>An id as text; one that is no text as its JSON.</summary>
    private static string Text(DbValue id) => id is TextValue text ? text.Text : ExtendedJsonWriter.ToText(id, ExtendedJsonStyle.Plain);

    private static string[] Texts(IReadOnlyList<DocumentValue> documents)
    {
        var texts = new string[documents.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = ExtendedJsonWriter.ToText(documents[i]);
        }

        return texts;
    }
}
