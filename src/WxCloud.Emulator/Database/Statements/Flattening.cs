using System.Collections.Generic;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>
/// Objects below fields become dotted paths, as the SDKs write filters and updates: <c>{o:{q:1}}</c> is <c>{"o.q":1}</c>. Members that begin with
/// <c>$</c> stay where they are, and an empty object stands for nothing (cloudbase-admin.md, "Query and update commands").
/// </summary>
internal static class Flattening
{
    public static IEnumerable<KeyValuePair<string, object>> Flatten(object source)
    {
        foreach (var (name, value) in ScriptObject.MembersOf(source)!)
        {
            if (value is Undefined)
            {
                continue;
            }

            if (name is ['$', ..] || ScriptObject.MembersOf(value) is null)
            {
                yield return new(name, value);
                continue;
            }

            List<KeyValuePair<string, object>> kept = [];
            foreach (var (inner, content) in Flatten(value))
            {
                if (inner is ['$', ..])
                {
                    kept.Add(new(inner, content));
                }
                else
                {
                    yield return new($"{name}.{inner}", content);
                }
            }

            if (kept.Count > 0)
            {
                yield return new(name, new ScriptObject(kept));
            }
        }
    }

    /// <summary>True for what flattening takes apart.</summary>
    public static bool IsNested(object value) => value is DocumentValue or ScriptObject;
}
