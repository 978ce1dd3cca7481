using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Database.Values;

namespace WxCloud.Database.Statements;

/// <summary>A statement on one collection, built from values: <c>db.collection("c").where(…).orderBy(…).limit(…).get()</c>.</summary>
internal sealed class CollectionStatement
{
    private readonly LiteralWriter _text = new();

    private CollectionStatement(string collection)
    {
        _text.Code("db.collection(").Value(collection).Code(")");
    }

    public static CollectionStatement On(string collection) => new(collection);

    /// <summary>Keeps the documents that the filter accepts.</summary>
    /// <param name="filter">The filter; <see langword="null"/> keeps all, without saying so.</param>
    /// <param name="also">Another filter that has to accept them.</param>
    public CollectionStatement Where(DocumentFields? filter, DocumentFields? also = null)
    {
        var given = new[] { filter, also }.OfType<DocumentFields>().Where(static part => part.Count > 0).ToList();
        if (given.Count == 0)
        {
            return this;
        }

        _text.Code(".where(");
        var writer = new FilterWriter(_text);
        if (given.Count == 1)
        {
            writer.Write(given[0]);
        }
        else
        {
            _text.Code("_.and([");
            writer.Write(given[0]);
            _text.Code(",");
            writer.Write(given[1]);
            _text.Code("])");
        }

        _text.Code(")");
        return this;
    }

    /// <summary>Takes every document. A removal or update without a filter is refused by newer environments, so this one is written out.</summary>
    public CollectionStatement WhereAny() => Call(".where({\"_id\":_.exists(true)})");

    /// <summary>Takes one document.</summary>
    public CollectionStatement Document(object id)
    {
        _text.Code(".doc(").Inside("_id", id, _text.Value).Code(")");
        return this;
    }

    /// <summary>Takes the documents with these ids.</summary>
    public CollectionStatement WhereIdIn(IReadOnlyList<object?> ids) => Where(new() { { "_id", new DocumentFields { { "$in", ids } } } });

    public CollectionStatement OrderBy(IReadOnlyList<SortKey> keys)
    {
        foreach (var key in keys)
        {
            _text.Code(".orderBy(").Value(key.Field).Code(key.IsDescending ? ",\"desc\")" : ",\"asc\")");
        }

        return this;
    }

    /// <summary>Takes these fields only; the service adds <c>_id</c>.</summary>
    public CollectionStatement Fields(IReadOnlyList<string>? fields)
    {
        if (fields is { Count: > 0 })
        {
            _text.Code(".field(").Members(fields.Distinct(StringComparer.Ordinal).Select(static field => new KeyValuePair<string, object?>(field, true)), _text.Value).Code(")");
        }

        return this;
    }

    public CollectionStatement Page(long skip, int limit) =>
        Call((skip > 0 ? $".skip({skip.ToString(CultureInfo.InvariantCulture)})" : string.Empty) + $".limit({limit.ToString(CultureInfo.InvariantCulture)})");

    public string Get() => Call(".get()").ToString();

    public string Count() => Call(".count()").ToString();

    public string Remove() => Call(".remove()").ToString();

    public string Update(DocumentFields changes)
    {
        _text.Code(".update({\"data\":");
        new UpdateWriter(_text).Write(changes);
        return Call("})").ToString();
    }

    public string Set(DocumentFields document)
    {
        _text.Code(".set({\"data\":").Value(document);
        return Call("})").ToString();
    }

    public string Aggregate(IReadOnlyList<object?> stages)
    {
        _text.Code(".aggregate()");
        new PipelineWriter(_text).Write(stages);
        return Call(".end()").ToString();
    }

    /// <summary>The statement that adds documents which are literals already.</summary>
    public string AddLiterals(IEnumerable<string> documents) => Call($".add({{\"data\":[{string.Join(",", documents)}]}})").ToString();

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private CollectionStatement Call(string code)
    {
        _text.Code(code);
        return this;
    }
}
