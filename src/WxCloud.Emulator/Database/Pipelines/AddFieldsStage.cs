using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>Adds computed fields. All are computed from the document as it came; through arrays, every document in them gets the field.</summary>
internal sealed class AddFieldsStage : Stage
{
    private readonly (string[] Path, Expression Value)[] _fields;
    private readonly Scope _scope;

    /// <exception cref="DatabaseException">An expression or a path is wrong.</exception>
    public AddFieldsStage(DocumentValue fields, Scope scope)
    {
        List<(string[], Expression)> compiled = [];
        Collect(fields, [], compiled);
        _fields = [.. compiled];
        _scope = scope;
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        foreach (var document in input)
        {
            var scope = _scope.For(document);
            yield return _fields.Aggregate(document, (current, field) => (DocumentValue)Set(current, field.Path, field.Value.Evaluate(scope)));
        }
    }

    /// <summary>A nested object of expressions adds to what is there, like a dotted path; only an operator replaces it.</summary>
    private static void Collect(DocumentValue fields, string[] above, List<(string[], Expression)> compiled)
    {
        foreach (var (name, value) in fields)
        {
            string[] path = [.. above, .. FieldPath.Parse(name).Names];
            if (path.Any(part => part is ['$', ..]))
            {
                throw DatabaseErrors.InvalidOperator($"FieldPath field names may not start with '$': {name}");
            }

            if (value is DocumentValue { Count: > 0 } nested && nested[0].Name is not ['$', ..])
            {
                Collect(nested, path, compiled);
            }
            else
            {
                compiled.Add((path, ExpressionCompiler.Compile(value)));
            }
        }
    }

    private static DbValue Set(DbValue target, ReadOnlySpan<string> path, DbValue value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        if (target is ArrayValue array)
        {
            var items = new DbValue[array.Count];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = Set(array[i], path, value);
            }

            return new ArrayValue(items);
        }

        var document = target as DocumentValue ?? DocumentValue.Empty;
        var changed = Set(document[path[0]], path[1..], value);
        return changed.IsMissing ? document.Without(path[0]) : document.With(path[0], changed);
    }
}
