using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database.Statements;

/// <summary>
/// Writes aggregation stages as a chain: <c>{ $match: … }, { $limit: 5 }</c> becomes <c>.match(…).limit(5)</c> (wxcloud reference,
/// <c>Aggregate</c>).
/// </summary>
internal sealed class PipelineWriter(LiteralWriter text)
{
    /// <summary>The stages of the language, without their dollar.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "addFields", "bucket", "bucketAuto", "count", "geoNear", "group", "limit", "lookup", "match", "project", "replaceRoot", "sample", "skip", "sort",
        "sortByCount", "unwind",
    ];

    /// <exception cref="WxCloudException">A stage is unknown, or is no object with one stage.</exception>
    public LiteralWriter Write(IReadOnlyList<object?> stages)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            if (stages[i] is not DocumentFields { Count: 1 } stage)
            {
                throw Error.StageInvalid(i + 1);
            }

            var name = stage[0].Key.TrimStart('$');
            if (!Names.Contains(name))
            {
                throw Error.OperatorUnknown(stage[0].Key, text.Path, string.Join(", ", Names.Select(static known => "$" + known)));
            }

            text.Code($".{name}(").Inside("$" + name, stage[0].Value, value => Argument(name, value)).Code(")");
        }

        return text;
    }

    private LiteralWriter Argument(string stage, object? argument) => (stage, argument) switch
    {
        ("match", _) => new FilterWriter(text).WriteAny(argument),
        ("geoNear", DocumentFields options) => Options(options, (name, value) => name switch
        {
            "near" => new GeometryWriter(text).Write(value),
            "query" => new FilterWriter(text).WriteAny(value),
            _ => text.Value(value),
        }),
        ("lookup", DocumentFields options) => Options(options, (name, value) =>
            name == "pipeline" && value is IReadOnlyList<object?> inner ? SubPipeline(inner) : new ExpressionWriter(text).Write(value)),
        _ => new ExpressionWriter(text).Write(argument),
    };

    private LiteralWriter Options(DocumentFields options, System.Func<string, object?, LiteralWriter> write)
    {
        text.Code("{");
        for (var i = 0; i < options.Count; i++)
        {
            var (name, value) = options[i];
            text.Code(i == 0 ? string.Empty : ",").Value(name).Code(":").Inside(name, value, inner => write(name, inner));
        }

        return text.Code("}");
    }

    private LiteralWriter SubPipeline(IReadOnlyList<object?> stages)
    {
        text.Code("$.pipeline()");
        return Write(stages).Code(".done()");
    }
}
