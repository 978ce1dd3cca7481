using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

internal static class DocumentOperators
{
    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Unary("$arrayToObject", ArrayToObject),
        Operator.Unary("$objectToArray", ObjectToArray),
        Operator.Variadic("$mergeObjects", documents => Merge(documents is [ArrayValue array] ? array : documents)),
    ];

    /// <summary>All fields of all documents, the last of a name winning; null and missing count as empty.</summary>
    /// <exception cref="DatabaseException">A value is no document.</exception>
    public static DocumentValue Merge(IEnumerable<DbValue> documents)
    {
        DocumentBuilder merged = new();
        foreach (var value in documents.Where(value => !value.IsNullish))
        {
            foreach (var field in value as DocumentValue ?? throw Failed($"$mergeObjects requires object inputs, but input {value} is of type {value.TypeName}"))
            {
                merged.Set(field.Name, field.Value);
            }
        }

        return merged.Build();
    }

    private static DatabaseException Failed(string detail) => DatabaseErrors.RequestFailed("Aggregate", detail);

    private static DbValue ArrayToObject(DbValue value)
    {
        if (value.IsNullish)
        {
            return DbValue.Null;
        }

        DocumentBuilder document = new();
        foreach (var item in ArrayOperators.Items("$arrayToObject", value))
        {
            var (name, content) = item switch
            {
                ArrayValue { Count: 2 } pair => (pair[0], pair[1]),
                DocumentValue { Count: 2 } pair => (pair["k"], pair["v"]),
                _ => throw Failed("$arrayToObject requires [k, v] pairs or { k, v } documents"),
            };
            document.Set(name is TextValue text ? text.Text : throw Failed("$arrayToObject requires names of type string"), content);
        }

        return document.Build();
    }

    private static DbValue ObjectToArray(DbValue value)
    {
        if (value.IsNullish)
        {
            return DbValue.Null;
        }

        var document = value as DocumentValue ?? throw Failed($"$objectToArray requires a document input, found: {value.TypeName}");
        return new ArrayValue([.. document.Select(field => new DocumentValue(new Field("k", new TextValue(field.Name)), new Field("v", field.Value)))]);
    }
}
