using System;
using System.Linq;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Database.Calls;

/// <summary><c>POST tcb/databasecollectionadd</c>.</summary>
internal sealed class AddCollectionCall(DatabaseServices services) : DatabaseCall("databasecollectionadd", services)
{
    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var name = CollectionName.Checked(request.Arguments.RequiredText("collection_name"));
        return Services.Store.Of(Environment(environmentId).Id).Write(editor =>
        {
            editor.Create(name);
            return new DatabaseDoneReply();
        });
    }
}

/// <summary><c>POST tcb/databasecollectiondelete</c>.</summary>
internal sealed class DeleteCollectionCall(DatabaseServices services) : DatabaseCall("databasecollectiondelete", services)
{
    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var name = request.Arguments.RequiredText("collection_name");
        return Services.Store.Of(Environment(environmentId).Id).Write(editor =>
        {
            editor.Drop(name);
            return new DatabaseDoneReply();
        });
    }
}

/// <summary><c>POST tcb/databasecollectionget</c>: the collections by name, page by page.</summary>
internal sealed class ListCollectionsCall(DatabaseServices services, int limitByDefault = 10) : DatabaseCall("databasecollectionget", services)
{
    /// <summary>The limit of a page; the service's is not documented.</summary>
    private const int MaxLimit = 1000;

    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var limit = Whole(request.Arguments, "limit", limitByDefault);
        var offset = Whole(request.Arguments, "offset", 0);
        limit = limit == 0 ? limitByDefault : Math.Min(limit, MaxLimit);
        var collections = Services.Store.Of(Environment(environmentId).Id).Collections;
        return new DatabaseCollectionListReply([.. collections.Values.Skip(offset).Take(limit).Select(Describe)], new Pager(offset, limit, collections.Count));
    }

    private static int Whole(ApiArguments arguments, string name, int otherwise)
    {
        return arguments.OptionalNumber(name) switch
        {
            null => otherwise,
            { } number when number == Math.Floor(number) && number is >= 0 and <= int.MaxValue => (int)number,
            _ => throw ApiErrors.ParameterOfWrongType(name),
        };
    }

    /// <summary>Sizes are those of the documents as extended JSON; indexes are counted with the one on <c>_id</c>.</summary>
    private static CollectionInfo Describe(CollectionVersion collection)
    {
        const int BytesPerKey = 32;
        var size = collection.Documents.Sum(document => (long)ExtendedJsonWriter.ToUtf8(document).WrittenCount);
        var indexes = collection.Indexes.Length + 1;
        return new CollectionInfo(collection.Name, collection.Count, size, indexes, (long)indexes * collection.Count * BytesPerKey);
    }
}
