using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Admin.Requests;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Admin.Database;

/// <summary>
/// The <c>database.*</c> actions of both dialects (cloudbase-admin.md, section 4). They differ in names, in replies, and in that the newer one
/// packs values into texts of extended JSON, which the request undoes.
/// </summary>
internal sealed class DatabaseActions(DocumentStore store, TransactionRegistry transactions, Random random)
{
    private const int LimitByDefault = 100;
    private const int MaxLimit = 1000;

    public IEnumerable<KeyValuePair<string, Func<AdminRequest, Task<DocumentValue>>>> All
    {
        get
        {
            foreach (var (name, action) in Actions)
            {
                yield return new(name, request => Task.FromResult(action(request)));
            }
        }
    }

    private IEnumerable<KeyValuePair<string, Func<AdminRequest, DocumentValue>>> Actions =>
    [
        new("database.insertDocument", request => Data("insertedIds", new ArrayValue([.. Insert(request)]))),
        new("database.getDocument", request => Data("list", Texts(Find(request)))),
        new("database.calculateDocument", Count),
        new("database.modifyDocument", request => Data(Modify(request), "upsert_id", "upsert_id")),
        new("database.modifyAndReturnDoc", ModifyAndReturn),
        new("database.removeDocument", Remove),
        new("database.aggregateDocuments", request => Data("list", Texts(Aggregate(request)))),
        new("database.addCollection", AddCollection),
        new("database.addDocument", request => Data("_id", Insert(request)[0])),
        new("database.queryDocument", request => Data("list", new ArrayValue([.. Find(request)]))),
        new("database.countDocument", Count),
        new("database.updateDocument", request => Data(Modify(request), "upserted_id", "upsert_id")),
        new("database.deleteDocument", Remove),
        new("database.aggregate", request => Data("list", new TextValue(ExtendedJsonWriter.ToText(Texts(Aggregate(request)))))),
        new("database.startTransaction", request => DocumentValue.Of("transactionId", new TextValue(transactions.Begin(request.Environment.Id)))),
        new("database.commitTransaction", Commit),
        new("database.abortTransaction", Abort),
        new("database.getInTransaction", GetInTransaction),
        new("database.updateDocInTransaction", UpdateInTransaction),
        new("database.deleteDocInTransaction", request => DocumentValue.Of("deleted", NumberValue.Of(Write(request).Remove(Condition(request), isMulti: false)))),
        new("database.insertDocInTransaction", InsertInTransaction),
    ];

    private static string Collection(AdminRequest request) => request.RequiredText("collectionName");

    private static DocumentValue Data(string name, DbValue value) => DocumentValue.Of("data", DocumentValue.Of(name, value));

    private static DocumentValue Data(UpdateResult result, params string[] idNames)
    {
        var id = result.UpsertedId ?? DbValue.Null;
        return DocumentValue.Of("data", new DocumentValue([new Field("updated", NumberValue.Of(result.Modified)), .. idNames.Distinct().Select(name => new Field(name, id))]));
    }

    private static ArrayValue Texts(IEnumerable<DocumentValue> documents) => new([.. documents.Select(document => new TextValue(ExtendedJsonWriter.ToText(document)))]);

    private static DocumentValue Document(DbValue value, string name) => value as DocumentValue ?? throw DatabaseErrors.InvalidParameter($"param.{name} must be an object");

    /// <summary>The filter of a request; that of an older transaction names the document by <c>_id</c> alone.</summary>
    private static DocumentValue Query(AdminRequest request)
    {
        var query = request.Document("query");
        return query.Count == 0 && request.Text("_id") is { } id ? DocumentValue.Of("_id", new TextValue(id)) : query;
    }

    /// <summary>The filter of an update or removal, which must be there, though it may be <c>{}</c>.</summary>
    private static FindCommand Condition(AdminRequest request)
    {
        return request.Value("query").IsMissing && request.Text("_id") is null
            ? throw DatabaseErrors.InvalidParameter("param.query can't be empty")
            : new FindCommand(Collection(request)) { Filter = Query(request) };
    }

    /// <summary>Paths with 1 or -1: a document, or a list of <c>{ field, direction }</c>.</summary>
    private static DocumentValue Order(AdminRequest request)
    {
        return request.Value("order") switch
        {
            DocumentValue order => order,
            ArrayValue list => new DocumentValue([.. list.OfType<DocumentValue>().Select(item => new Field(item["field"].ToString()!, NumberValue.Of(item["direction"].ToString() == "desc" ? -1 : 1)))]),
            _ => DocumentValue.Empty,
        };
    }

    private IDatabaseSession Session(AdminRequest request)
    {
        return request.Text("transactionId") is { } id ? transactions.Find(request.Environment.Id, id) : store.Of(request.Environment.Id);
    }

    private WriteCommands Write(AdminRequest request) => new(Session(request), request.Now);

    private IReadOnlyList<DbValue> Insert(AdminRequest request)
    {
        DocumentValue[] documents = [.. request.Items("data").Select(item => Document(item, "data"))];
        if (documents is [var only] && only["_id"].IsMissing && request.Text("_id") is { } id)
        {
            documents = [only.With("_id", new TextValue(id))];
        }

        return documents.Length > 0 ? Write(request).Insert(Collection(request), documents) : throw DatabaseErrors.InvalidParameter("param.data can't be empty");
    }

    private IReadOnlyList<DocumentValue> Find(AdminRequest request)
    {
        return new FindCommand(Collection(request))
        {
            Filter = Query(request),
            Sort = Order(request),
            Projection = request.Document("projection"),
            Skip = Math.Max(0, request.Whole("offset") ?? 0),
            Limit = request.Whole("limit") is > 0 and var limit ? Math.Min(limit, MaxLimit) : LimitByDefault,
        }.Run(Session(request), Scope.At(request.Now));
    }

    private DocumentValue Count(AdminRequest request)
    {
        return Data("total", NumberValue.Of(new FindCommand(Collection(request)) { Filter = Query(request) }.Count(Session(request), Scope.At(request.Now))));
    }

    private UpdateResult Modify(AdminRequest request)
    {
        var find = Condition(request);
        var data = request.Document("data");
        return request.Flag("merge") ? Write(request).Update(find, data, request.Flag("multi"), request.Flag("upsert")) : Set(request, find, data);
    }

    private UpdateResult Set(AdminRequest request, FindCommand find, DocumentValue data)
    {
        var id = find.Filter["_id"] is DocumentValue { Count: 1 } condition && condition[0].Name == "$eq" ? condition[0].Value : find.Filter["_id"];
        return id is TextValue or NumberValue ? Write(request).Set(find.Collection, id, data) : throw DatabaseErrors.InvalidParameter("param.query must name a document by its _id");
    }

    private DocumentValue ModifyAndReturn(AdminRequest request)
    {
        var updated = Write(request).UpdateAndReturn(Condition(request), request.Document("data"));
        return DocumentValue.Of("data", new DocumentValue(
            new Field("updated", NumberValue.Of(updated is null ? 0 : 1)),
            new Field("doc", updated is null ? DbValue.Null : new TextValue(ExtendedJsonWriter.ToText(updated)))));
    }

    private DocumentValue Remove(AdminRequest request)
    {
        return Data("deleted", NumberValue.Of(Write(request).Remove(Condition(request), request.Flag("multi"))));
    }

    private IReadOnlyList<DocumentValue> Aggregate(AdminRequest request)
    {
        var stages = request.Items("stages").Select(item =>
        {
            var stage = Document(item, "stages");
            var value = stage["stageValue"] is TextValue text ? request.Read(text.Text) : stage["stageValue"];
            return (DbValue)DocumentValue.Of(stage["stageKey"].ToString()!, value);
        });
        return new AggregateCommand(Collection(request), [.. stages]).Run(Session(request), request.Now, random);
    }

    private DocumentValue AddCollection(AdminRequest request)
    {
        var name = CollectionName.Checked(Collection(request));
        return store.Of(request.Environment.Id).Write(editor =>
        {
            editor.Create(name);
            return DocumentValue.Empty;
        });
    }

    private DocumentValue Commit(AdminRequest request)
    {
        transactions.End(request.Environment.Id, request.RequiredText("transactionId")).Commit();
        return DocumentValue.Empty;
    }

    private DocumentValue Abort(AdminRequest request)
    {
        transactions.End(request.Environment.Id, request.RequiredText("transactionId"));
        return DocumentValue.Empty;
    }

    private DocumentValue GetInTransaction(AdminRequest request)
    {
        var found = new FindCommand(Collection(request)) { Filter = Query(request), Limit = 1 }.Run(Session(request), Scope.At(request.Now));
        return DocumentValue.Of("data", new TextValue(found is [var document] ? ExtendedJsonWriter.ToText(document) : "null"));
    }

    private DocumentValue UpdateInTransaction(AdminRequest request)
    {
        var find = Condition(request);
        var data = request.Document("data");
        var result = request.Flag("upsert") ? Set(request, find, data) : Write(request).Update(find, data, isMulti: false);
        var upserted = result.UpsertedId is { } id ? new TextValue(ExtendedJsonWriter.ToText(DocumentValue.Of("_id", id))) : DbValue.Null;
        return new DocumentValue(new Field("updated", NumberValue.Of(result.Modified)), new Field("upserted", upserted));
    }

    private DocumentValue InsertInTransaction(AdminRequest request)
    {
        Insert(request);
        return new DocumentValue(new Field("inserted", NumberValue.Of(1)), new Field("ok", NumberValue.Of(1)));
    }
}
