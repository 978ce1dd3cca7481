using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Calls;

/// <summary><c>POST tcb/updateindex</c>: drops indexes, then creates others, all or none.</summary>
internal sealed class UpdateIndexCall(DatabaseServices services) : DatabaseCall("updateindex", services)
{
    private static readonly string[] s_directions = ["1", "-1", IndexDefinition.Sphere];

    protected override ApiReply Answer(ApiRequest request, string environmentId)
    {
        var collection = request.Arguments.RequiredText("collection_name");
        var dropped = List(request.Arguments, "drop_indexes", index => index.RequiredText("name"));
        var created = List(request.Arguments, "create_indexes", ReadIndex);
        var database = Services.Store.Of(Environment(environmentId).Id);
        return database.Write(editor =>
        {
            var target = editor[collection];
            target.SetIndexes(Change(database.Collections[collection].Indexes, dropped, created));
            return new DatabaseDoneReply();
        });
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

    private static IReadOnlyList<T> List<T>(ApiArguments arguments, string name, Func<ApiArguments, T> read)
    {
        return arguments.OptionalArray(name) is { } list ? [.. list.EnumerateArray().Select(item => read(ApiArguments.Of(item, name)))] : [];
    }

    private static IndexDefinition ReadIndex(ApiArguments index)
    {
        var keys = index.RequiredArray("keys").EnumerateArray().Select(key => ApiArguments.Of(key, "keys")).Select(ReadKey).ToArray();
        return keys.Length > 0
            ? new IndexDefinition(index.RequiredText("name"), index.OptionalFlag("unique"), keys)
            : throw DatabaseErrors.InvalidParameter("an index needs a key");
    }

    private static (FieldPath Path, string Direction) ReadKey(ApiArguments key)
    {
        var direction = key.RequiredText("direction");
        return s_directions.Contains(direction)
            ? (FieldPath.Parse(key.RequiredText("name")), direction)
            : throw DatabaseErrors.InvalidParameter($"the direction of an index must be \"1\", \"-1\" or \"{IndexDefinition.Sphere}\", not \"{direction}\"");
    }
}
