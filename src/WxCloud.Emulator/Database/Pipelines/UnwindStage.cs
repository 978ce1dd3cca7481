using System;
using System.Collections.Generic;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>One document per item of an array. A value that is no array counts as an array of one.</summary>
internal sealed class UnwindStage(FieldPath path, string? indexField, bool keepsEmpty) : Stage
{
    public static UnwindStage Compile(DbValue argument)
    {
        var options = argument as DocumentValue ?? DocumentValue.Of("path", argument);
        if (options["path"] is not TextValue { Text: ['$', _, ..] } path)
        {
            throw DatabaseErrors.InvalidOperator("the path of $unwind must be a string that begins with '$'");
        }

        return new UnwindStage(FieldPath.Parse(path.Text[1..]), (options["includeArrayIndex"] as TextValue)?.Text, options["preserveNullAndEmptyArrays"].IsTrue);
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        foreach (var document in input)
        {
            var value = Find(document);
            if (value is ArrayValue { Count: > 0 } array)
            {
                for (var i = 0; i < array.Count; i++)
                {
                    yield return WithIndex(Replace(document, array[i]), NumberValue.OfInt64(i));
                }
            }
            else if (value is ArrayValue or { IsNullish: true })
            {
                if (keepsEmpty)
                {
                    yield return WithIndex(value is ArrayValue ? Replace(document, DbValue.Missing) : document, DbValue.Null);
                }
            }
            else
            {
                yield return WithIndex(document, DbValue.Null);
            }
        }
    }

    /// <summary>Follows documents only: a path does not lead through an array here.</summary>
    private DbValue Find(DocumentValue document)
    {
        DbValue value = document;
        foreach (var name in path.Names)
        {
            value = value is DocumentValue inner ? inner[name] : DbValue.Missing;
        }

        return value;
    }

    private DocumentValue Replace(DocumentValue document, DbValue item) => PathEditor.Edit(document, path, _ => item, isCreating: false);

    private DocumentValue WithIndex(DocumentValue document, DbValue index)
    {
        Func<DbValue, DbValue> set = _ => index;
        return indexField is null ? document : PathEditor.Edit(document, FieldPath.Parse(indexField), set, isCreating: true);
    }
}
