using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Calls;

/// <summary>A call that drops indexes, then creates others, all or none.</summary>
internal abstract class IndexCall(string name, DatabaseServices services) : DatabaseCall(name, services)
{
    private static readonly string[] s_directions = ["1", "-1", IndexDefinition.Sphere];

    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var collection = request.Arguments.RequiredText("collection_name");
        var dropped = ReadDropped(request.Arguments);
        var created = ReadCreated(request.Arguments);
        var database = Services.Store.Of(Environment(environmentId).Id);
        return database.Write(editor =>
        {
            var target = editor[collection];
            target.SetIndexes(Change(database.Collections[collection].Indexes, dropped, created));
            return new DatabaseDoneReply();
        });
    }

    /// <summary>The names of the indexes that go.</summary>
    protected abstract IReadOnlyList<string> ReadDropped(ApiArguments arguments);

    /// <summary>The indexes that come.</summary>
    protected abstract IReadOnlyList<IndexDefinition> ReadCreated(ApiArguments arguments);

    protected static IReadOnlyList<T> List<T>(ApiArguments arguments, string name, Func<ApiArguments, T> read)
    {
        return arguments.OptionalArray(name) is { } list ? [.. list.EnumerateArray().Select(item => read(ApiArguments.Of(item, name)))] : [];
    }

    protected static IndexDefinition ReadIndex(ApiArguments index)
    {
        var keys = index.RequiredArray("keys").EnumerateArray().Select(key => ApiArguments.Of(key, "keys")).Select(ReadKey).ToArray();
        return keys.Length > 0
            ? new IndexDefinition(index.RequiredText("name"), index.OptionalFlag("unique"), keys)
            : throw DatabaseErrors.InvalidParameter("an index needs a key");
    }

    private static List<IndexDefinition> Change(IReadOnlyList<IndexDefinition> indexes, IReadOnlyList<string> dropped, IReadOnlyList<IndexDefinition> created)
    {
        List<IndexDefinition> changed = [.. indexes];
        foreach (var name in dropped)
        {
            if (changed.RemoveAll(index => index.Name == name) == 0)
            {
                throw DatabaseErrors.InvalidParameter($"there is no index '{name}'");
            }
        }

        foreach (var index in created)
        {
            if (changed.Exists(other => other.Name == index.Name))
            {
                throw DatabaseErrors.InvalidParameter($"there is an index '{index.Name}' already");
            }

            changed.Add(index);
        }

        return changed;
    }

    private static (FieldPath Path, string Direction) ReadKey(ApiArguments key)
    {
        var direction = key.RequiredText("direction");
        return s_directions.Contains(direction)
            ? (FieldPath.Parse(key.RequiredText("name")), direction)
            : throw DatabaseErrors.InvalidParameter($"the direction of an index must be \"1\", \"-1\" or \"{IndexDefinition.Sphere}\", not \"{direction}\"");
    }
}

/// <summary><c>POST tcb/updateindex</c>.</summary>
internal sealed class UpdateIndexCall(DatabaseServices services) : IndexCall("updateindex", services)
{
    protected override IReadOnlyList<string> ReadDropped(ApiArguments arguments) => List(arguments, "drop_indexes", index => index.RequiredText("name"));

    protected override IReadOnlyList<IndexDefinition> ReadCreated(ApiArguments arguments) => List(arguments, "create_indexes", ReadIndex);
}

/// <summary>
/// <c>POST componenttcb/dbindex</c>: creates or drops the indexes of its list <c>indexes</c>. The list is that of public clients; wechat-auth.md, section 8, has
/// the name of the call alone.
/// </summary>
internal sealed class ComponentIndexCall(DatabaseServices services, bool isCreation) : IndexCall("dbindex", services)
{
    private const string Name = "indexes";

    protected override IReadOnlyList<string> ReadDropped(ApiArguments arguments) => isCreation ? [] : List(arguments, Name, index => index.RequiredText("name"));

    protected override IReadOnlyList<IndexDefinition> ReadCreated(ApiArguments arguments) => isCreation ? List(arguments, Name, ReadIndex) : [];
}
