using System.Collections.Generic;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary>A pipeline in the making: <c>collection().aggregate()…end()</c> or, without a collection, <c>$.pipeline()…done()</c>.</summary>
internal sealed class PipelineChain(string? collection, IReadOnlyList<DbValue>? stages = null) : HostObject
{
    private static readonly HashSet<string> s_stages =
    [
        "addFields", "bucket", "bucketAuto", "count", "geoNear", "group", "limit", "lookup", "match", "project", "replaceRoot", "sample", "skip", "sort",
        "sortByCount", "unwind",
    ];

    private readonly IReadOnlyList<DbValue> _stages = stages ?? [];

    public override object? Member(string name)
    {
        return name switch
        {
            "end" when collection is not null => new HostFunction(_ => new DatabaseAction.Aggregate(new AggregateCommand(collection, _stages))),
            "done" when collection is null => new HostFunction(_ => new ArrayValue(_stages)),
            _ when s_stages.Contains(name) => HostFunction.Unary(argument => Add(name, argument)),
            _ => null,
        };
    }

    private PipelineChain Add(string name, object argument)
    {
        DbValue value = name switch
        {
            "match" => QueryEncoder.Encode(argument),
            "geoNear" => Near(argument),
            _ => PlainData.Of(argument),
        };
        return new PipelineChain(collection, [.. _stages, DocumentValue.Of($"${name}", value.IsMissing ? DbValue.Null : value)]);
    }

    private static DocumentValue Near(object argument)
    {
        DocumentBuilder options = new();
        foreach (var (name, value) in ScriptObject.MembersOf(argument) ?? throw new StatementException("geoNear() needs an object"))
        {
            options.Set(name, name == "query" ? QueryEncoder.Encode(value) : PlainData.Of(value));
        }

        return options.Build();
    }
}
