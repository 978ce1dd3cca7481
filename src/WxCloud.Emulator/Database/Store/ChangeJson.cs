using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;

namespace WxCloud.Emulator.Database.Store;

/// <summary>
/// Commits as JSON: an array of <c>{"create":collection}</c>, <c>{"drop":collection}</c>, <c>{"indexes":[…],"in":collection}</c>,
/// <c>{"access":tag,"rule":text,"in":collection}</c>,
/// <c>{"put":document,"in":collection}</c> and <c>{"remove":id,"in":collection}</c>.
/// </summary>
internal static class ChangeJson
{
    private static readonly ExtendedJsonReader s_reader = new(now: 0);

    public static void Write(Utf8JsonWriter json, IEnumerable<Change> changes)
    {
        ExtendedJsonWriter values = new(json, ExtendedJsonStyle.Typed);
        json.WriteStartArray();
        foreach (var change in changes)
        {
            json.WriteStartObject();
            switch (change)
            {
                case Change.Create:
                    json.WriteString("create"u8, change.Collection);
                    break;
                case Change.Drop:
                    json.WriteString("drop"u8, change.Collection);
                    break;
                case Change.SetIndexes indexes:
                    json.WritePropertyName("indexes"u8);
                    values.Write(new ArrayValue([.. indexes.Indexes.Select(Write)]));
                    json.WriteString("in"u8, change.Collection);
                    break;
                case Change.SetAccess { Access: var access }:
                    json.WriteString("access"u8, access.Tag);
                    if (access.Rule is not null)
                    {
                        json.WriteString("rule"u8, access.Rule);
                    }

                    json.WriteString("in"u8, change.Collection);
                    break;
                case Change.Put put:
                    json.WritePropertyName("put"u8);
                    values.Write(put.Document);
                    json.WriteString("in"u8, change.Collection);
                    break;
                case Change.Remove remove:
                    json.WritePropertyName("remove"u8);
                    values.Write(remove.Id);
                    json.WriteString("in"u8, change.Collection);
                    break;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static IReadOnlyList<Change> Read(byte[] utf8) => [.. ((ArrayValue)s_reader.Read(utf8)).Cast<DocumentValue>().Select(Read)];

    private static Change Read(DocumentValue change)
    {
        var (name, value) = change[0];
        return name switch
        {
            "create" => new Change.Create(Text(value)),
            "drop" => new Change.Drop(Text(value)),
            "indexes" => new Change.SetIndexes(Text(change["in"]), [.. ((ArrayValue)value).Cast<DocumentValue>().Select(ReadIndex)]),
            "access" => new Change.SetAccess(Text(change["in"]), new AccessRule(Text(value), (change["rule"] as TextValue)?.Text)),
            "put" => new Change.Put(Text(change["in"]), ((DocumentValue)value)["_id"], (DocumentValue)value),
            _ => new Change.Remove(Text(change["in"]), value),
        };
    }

    private static DocumentValue Write(IndexDefinition index)
    {
        var keys = index.Keys.Select(key => new ArrayValue([new TextValue(key.Path.Text), new TextValue(key.Direction)]));
        return new DocumentValue(
            new Field("name", new TextValue(index.Name)), new Field("unique", BooleanValue.Of(index.IsUnique)), new Field("keys", new ArrayValue([.. keys])));
    }

    private static IndexDefinition ReadIndex(DocumentValue index)
    {
        var keys = ((ArrayValue)index["keys"]).Cast<ArrayValue>().Select(key => (FieldPath.Parse(Text(key[0])), Text(key[1])));
        return new IndexDefinition(Text(index["name"]), index["unique"].IsTrue, [.. keys]);
    }

    private static string Text(DbValue value) => ((TextValue)value).Text;
}
