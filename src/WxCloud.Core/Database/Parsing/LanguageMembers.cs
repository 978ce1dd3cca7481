using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Database.Statements;

namespace WxCloud.Database.Parsing;

/// <summary>The kinds of expressions of a statement.</summary>
internal enum LanguageType
{
    /// <summary>A literal, a date, a geometry, an update command: anything that has no members.</summary>
    Value,

    /// <summary><c>db</c>.</summary>
    Database,

    /// <summary><c>_</c>, which is <c>db.command</c>.</summary>
    Command,

    /// <summary><c>$</c>, which is <c>db.command.aggregate</c>.</summary>
    Aggregate,

    /// <summary><c>db.Geo</c>.</summary>
    Geo,

    /// <summary><c>_.project</c>.</summary>
    Project,

    /// <summary>A collection, or a search in it.</summary>
    Query,

    /// <summary>One document.</summary>
    Document,

    /// <summary><c>aggregate()</c> and its stages.</summary>
    Pipeline,

    /// <summary><c>$.pipeline()</c> and its stages.</summary>
    SubPipeline,

    /// <summary>A condition on a field, which others may follow.</summary>
    Condition,

    /// <summary>The end of a statement: <c>get()</c>, <c>add()</c> and so on.</summary>
    Action,
}

/// <summary>
/// The documented language of statements: which names each kind of expression has, and what calling or reading them gives
/// (wxcloud reference, Database; the HTTP API's samples).
/// </summary>
internal static class LanguageMembers
{
    private static readonly string[] s_comparisons = ["eq", "neq", "gt", "gte", "lt", "lte", "in", "nin", "geoNear", "geoWithin", "geoIntersects"];

    private static readonly Dictionary<LanguageType, Dictionary<string, LanguageType>> s_methods = new()
    {
        [LanguageType.Database] = new() { ["collection"] = LanguageType.Query, ["RegExp"] = LanguageType.Value, ["serverDate"] = LanguageType.Value },
        [LanguageType.Command] = Table(
            (LanguageType.Condition, [.. s_comparisons, "and", "or", "nor", "not", "expr", "jsonSchema", "all", "elemMatch", "exists", "size", "mod"]),
            (LanguageType.Value, ["set", "inc", "mul", "min", "max", "rename", "remove", "push", "pop", "shift", "unshift", "pull", "pullAll", "addToSet", "bit"])),
        [LanguageType.Aggregate] = Table((LanguageType.Value, [.. ExpressionWriter.Names]), (LanguageType.SubPipeline, ["pipeline"])),
        [LanguageType.Geo] = Table((LanguageType.Value, ["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"])),
        [LanguageType.Project] = Table((LanguageType.Value, ["slice", "elemMatch"])),
        [LanguageType.Query] = Table(
            (LanguageType.Query, ["where", "orderBy", "skip", "limit", "field"]),
            (LanguageType.Document, ["doc"]),
            (LanguageType.Pipeline, ["aggregate"]),
            (LanguageType.Action, ["get", "count", "add", "update", "remove"])),
        [LanguageType.Document] = Table((LanguageType.Document, ["field"]), (LanguageType.Action, ["get", "update", "set", "remove"])),
        [LanguageType.Pipeline] = Table((LanguageType.Pipeline, [.. PipelineWriter.Names]), (LanguageType.Action, ["end"])),
        [LanguageType.SubPipeline] = Table((LanguageType.SubPipeline, [.. PipelineWriter.Names]), (LanguageType.Value, ["done"])),
        [LanguageType.Condition] = Table((LanguageType.Condition, [.. s_comparisons, "and", "or"])),
    };

    private static readonly Dictionary<LanguageType, Dictionary<string, LanguageType>> s_properties = new()
    {
        [LanguageType.Database] = new() { ["command"] = LanguageType.Command, ["Geo"] = LanguageType.Geo },
        [LanguageType.Command] = new() { ["aggregate"] = LanguageType.Aggregate, ["project"] = LanguageType.Project },
    };

    /// <summary>The names that can begin an expression.</summary>
    public static readonly IReadOnlyDictionary<string, LanguageType> Globals = new Dictionary<string, LanguageType>(StringComparer.Ordinal)
    {
        ["db"] = LanguageType.Database, ["_"] = LanguageType.Command, ["$"] = LanguageType.Aggregate,
        ["undefined"] = LanguageType.Value, ["NaN"] = LanguageType.Value, ["Infinity"] = LanguageType.Value,
    };

    /// <summary>The kind of the result of a method; <see langword="null"/> when there is no method of that name.</summary>
    public static LanguageType? Call(LanguageType target, string name) => Find(s_methods, target, name);

    /// <summary>The kind of a property; <see langword="null"/> when there is no property of that name.</summary>
    public static LanguageType? Read(LanguageType target, string name) => Find(s_properties, target, name);

    /// <summary>Every name that may follow, for errors.</summary>
    public static string NamesOf(LanguageType target) =>
        string.Join(", ", new[] { s_methods, s_properties }.SelectMany(table => table.TryGetValue(target, out var members) ? members.Keys : Enumerable.Empty<string>()));

    private static LanguageType? Find(Dictionary<LanguageType, Dictionary<string, LanguageType>> table, LanguageType target, string name) =>
        table.TryGetValue(target, out var members) && members.TryGetValue(name, out var result) ? result : null;

    private static Dictionary<string, LanguageType> Table(params (LanguageType Result, string[] Names)[] rows) =>
        rows.SelectMany(static row => row.Names.Select(name => (name, row.Result))).ToDictionary(static pair => pair.name, static pair => pair.Result, StringComparer.Ordinal);
}
