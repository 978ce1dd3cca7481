using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>Random values and documents, few enough that conditions on them are often met. A seed gives the same ones always.</summary>
internal sealed class ValueGenerator(Random random)
{
    private static readonly string[] s_texts = ["", "a", "b", "ab", "B", "中"];
    private static readonly string[] s_fields = ["a", "b", "c", "d"];

    public int Next(int count) => random.Next(count);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];

    public string Text() => OneOf(s_texts);

    public NumberValue Number() => Chance(0.8) ? NumberValue.Of(random.Next(-2, 6)) : NumberValue.Of(random.Next(-4, 10) / 2.0);

    public DateValue Date() => new(1_600_000_000_000 + (random.Next(4) * 86_400_000L) + random.Next(3));

    public DbValue Scalar()
    {
        return random.Next(10) switch
        {
            < 5 => Number(),
            < 8 => new TextValue(Text()),
            8 => BooleanValue.Of(Chance(0.5)),
            _ => Chance(0.6) ? Date() : DbValue.Null,
        };
    }

    public ArrayValue Array(Func<DbValue> item) => new([.. Enumerable.Range(0, random.Next(4)).Select(_ => item())]);

    public DocumentValue Nested() => new([.. ((string[])["x", "y"]).Where(_ => Chance(0.8)).Select(name => new Field(name, name == "x" ? Number() : Scalar()))]);

    /// <summary>A document: a is a number or text, b anything plain, c an array, d a document or an array of them; any may be missing.</summary>
    public DocumentValue Document(int id)
    {
        List<Field> fields = [new("_id", NumberValue.Of(id))];
        foreach (var name in s_fields.Where(_ => Chance(0.85)))
        {
            fields.Add(new Field(name, name switch
            {
                "a" => Chance(0.7) ? Number() : new TextValue(Text()),
                "b" => Scalar(),
                "c" => Array(Scalar),
                _ => Chance(0.5) ? Nested() : Array(Nested),
            }));
        }

        return new DocumentValue([.. fields]);
    }

    public IReadOnlyList<DocumentValue> Documents() => [.. Enumerable.Range(0, random.Next(1, 8)).Select(Document)];
}
