using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Database.Calls;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database;

/// <summary>Reads the definition of an index: <c>{"name":"age","unique":true,"keys":{"age":-1,"at":"2dsphere"}}</c>.</summary>
internal static class IndexDefinition
{
    private static readonly string[] s_directions = ["1", "-1", "2dsphere"];

    /// <exception cref="WxCloudException">A name or the keys are missing, or a direction is unknown.</exception>
    public static IndexToCreate Read(DocumentFields fields)
    {
        string? name = null;
        var isUnique = false;
        List<IndexKey>? keys = null;
        foreach (var (member, value) in fields)
        {
            switch (member.ToLowerInvariant())
            {
                case "name" when value is string { Length: > 0 } text:
                    name = text;
                    break;
                case "unique" when value is bool flag:
                    isUnique = flag;
                    break;
                case "keys" when value is DocumentFields { Count: > 0 } directions:
                    keys = [.. directions.Select(static key => new IndexKey(key.Key, Direction(key.Key, key.Value)))];
                    break;
                default:
                    throw Error.IndexInvalid(member);
            }
        }

        return keys is null ? throw Error.IndexInvalid("keys")
            : new(name ?? string.Join("_", keys.Select(static key => $"{key.Name}_{key.Direction}")), isUnique, keys);
    }

    /// <summary>The service takes the direction as a text in any case.</summary>
    private static string Direction(string field, object? given)
    {
        var text = string.Format(CultureInfo.InvariantCulture, "{0}", given);
        return s_directions.Contains(text) ? text : throw Error.IndexInvalid(field);
    }
}
