using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary><c>$jsonSchema</c>: MongoDB's part of JSON Schema draft 4, with <c>bsonType</c> (mongodb.com, "$jsonSchema").</summary>
internal static class SchemaCompiler
{
    /// <summary>The types of JSON Schema in MongoDB's names.</summary>
    private static readonly Dictionary<string, string> s_jsonTypes = new() { ["boolean"] = "bool", ["string"] = "string", ["number"] = "number", ["object"] = "object", ["array"] = "array", ["null"] = "null" };

    /// <exception cref="DatabaseException">A keyword is unknown, or has a wrong operand.</exception>
    public static Filter Compile(DbValue schema)
    {
        var keywords = Object("$jsonSchema", schema);
        return new Conjunction([.. keywords.Select(keyword => Compile(keyword.Name, keyword.Value, keywords)).OfType<Filter>()]);
    }

    private static Filter? Compile(string keyword, DbValue operand, DocumentValue schema)
    {
        switch (keyword)
        {
            case "bsonType":
                return Types(keyword, operand, name => TypeNames.Of(new TextValue(name)));
            case "type":
                return Types(keyword, operand, name => s_jsonTypes.GetValueOrDefault(name) ?? throw Wrong(keyword, operand));
            case "enum":
                var choices = List(keyword, operand);
                return new Rule(value => choices.Contains(value, ValueOrder.Instance));
            case "required":
                var names = List(keyword, operand).Select(name => Text(keyword, name)).ToArray();
                return Rule.For<DocumentValue>(document => names.All(name => !document[name].IsMissing));
            case "properties":
                var properties = Object(keyword, operand).Select(field => (field.Name, Schema: Compile(field.Value))).ToArray();
                return Rule.For<DocumentValue>(document => properties.All(property => document[property.Name].IsMissing || property.Schema.Matches(document[property.Name])));
            case "patternProperties":
                var patterns = Object(keyword, operand).Select(field => (Name: Pattern(field.Name), Schema: Compile(field.Value))).ToArray();
                return Rule.For<DocumentValue>(document => document.All<Field>(field => patterns.All(pattern => !pattern.Name.IsMatch(field.Name) || pattern.Schema.Matches(field.Value))));
            case "additionalProperties":
                return Others(operand, schema);
            case "minProperties":
                return Count<DocumentValue>(keyword, operand, document => document.Count, isMinimum: true);
            case "maxProperties":
                return Count<DocumentValue>(keyword, operand, document => document.Count, isMinimum: false);
            case "minItems":
                return Count<ArrayValue>(keyword, operand, array => array.Count, isMinimum: true);
            case "maxItems":
                return Count<ArrayValue>(keyword, operand, array => array.Count, isMinimum: false);
            case "uniqueItems":
                return operand.IsTrue ? Rule.For<ArrayValue>(array => array.Distinct(ValueOrder.Instance).Count() == array.Count) : null;
            case "items" when operand is ArrayValue list:
                var each = list.Select(Compile).ToArray();
                return Rule.For<ArrayValue>(array => array.Zip(each).All(pair => pair.Second.Matches(pair.First)));
            case "items":
                var every = Compile(operand);
                return Rule.For<ArrayValue>(array => array.All(every.Matches));
            case "additionalItems":
                return FurtherItems(operand, schema);
            case "minLength":
                return Count<TextValue>(keyword, operand, Length, isMinimum: true);
            case "maxLength":
                return Count<TextValue>(keyword, operand, Length, isMinimum: false);
            case "pattern":
                var pattern = Pattern(Text(keyword, operand));
                return Rule.For<TextValue>(text => pattern.IsMatch(text.Text));
            case "minimum":
                return Bound(keyword, operand, order => schema["exclusiveMinimum"].IsTrue ? order > 0 : order >= 0);
            case "maximum":
                return Bound(keyword, operand, order => schema["exclusiveMaximum"].IsTrue ? order < 0 : order <= 0);
            case "multipleOf":
                var unit = Number(keyword, operand).ToDouble();
                return Rule.For<NumberValue>(number => number.ToDouble() % unit == 0);
            case "allOf":
                return new Conjunction(All(keyword, operand));
            case "anyOf":
                return new Disjunction(All(keyword, operand));
            case "oneOf":
                var alternatives = All(keyword, operand);
                return new Rule(value => alternatives.Count(alternative => alternative.Matches(value)) == 1);
            case "not":
                return new Negation(Compile(operand));
            case "title" or "description" or "exclusiveMinimum" or "exclusiveMaximum":
                return null;
            default:
                throw DatabaseErrors.NotBuilt($"the keyword {keyword} of $jsonSchema");
        }
    }

    private static DatabaseException Wrong(string keyword, DbValue operand) => DatabaseErrors.InvalidOperator($"$jsonSchema keyword '{keyword}' has a wrong value of type {operand.TypeName}");

    private static DocumentValue Object(string keyword, DbValue operand) => operand as DocumentValue ?? throw Wrong(keyword, operand);

    private static ArrayValue List(string keyword, DbValue operand) => operand as ArrayValue is { Count: > 0 } list ? list : throw Wrong(keyword, operand);

    private static string Text(string keyword, DbValue operand) => operand is TextValue text ? text.Text : throw Wrong(keyword, operand);

    private static NumberValue Number(string keyword, DbValue operand) => operand as NumberValue ?? throw Wrong(keyword, operand);

    private static Filter[] All(string keyword, DbValue operand) => [.. List(keyword, operand).Select(Compile)];

    private static RegexValue Pattern(string pattern)
    {
        RegexValue regex = new(pattern, string.Empty);
        regex.ThrowIfMalformed();
        return regex;
    }

    private static int Length(TextValue text) => text.Text.EnumerateRunes().Count();

    private static Rule Types(string keyword, DbValue operand, Func<string, string> translate)
    {
        var names = (operand is ArrayValue list ? list : Enumerable.Repeat(operand, 1)).Select(name => translate(Text(keyword, name))).ToArray();
        return new Rule(value => names.Any(name => name == value.TypeName || (name == "number" && value is NumberValue)));
    }

    private static Rule Count<T>(string keyword, DbValue operand, Func<T, int> count, bool isMinimum)
        where T : DbValue
    {
        var limit = Number(keyword, operand).ToWhole() is { } whole and >= 0 ? whole : throw Wrong(keyword, operand);
        return Rule.For<T>(value => isMinimum ? count(value) >= limit : count(value) <= limit);
    }

    private static Rule Bound(string keyword, DbValue operand, Func<int, bool> accepts)
    {
        var limit = Number(keyword, operand);
        return Rule.For<NumberValue>(number => accepts(ValueOrder.Compare(number, limit)));
    }

    /// <summary>The fields that neither <c>properties</c> nor <c>patternProperties</c> names.</summary>
    private static Rule? Others(DbValue operand, DocumentValue schema)
    {
        var named = schema["properties"] is DocumentValue properties ? properties.Select(field => field.Name).ToHashSet(StringComparer.Ordinal) : [];
        var patterns = schema["patternProperties"] is DocumentValue list ? list.Select(field => Pattern(field.Name)).ToArray() : [];
        Func<DbValue, bool> accepts = operand is DocumentValue ? Compile(operand).Matches : _ => operand.IsTrue;
        return Rule.For<DocumentValue>(document => document.Where<Field>(field => !named.Contains(field.Name) && !patterns.Any(pattern => pattern.IsMatch(field.Name))).All(field => accepts(field.Value)));
    }

    /// <summary>The items behind those that a list of <c>items</c> names.</summary>
    private static Rule? FurtherItems(DbValue operand, DocumentValue schema)
    {
        if (schema["items"] is not ArrayValue items)
        {
            return null;
        }

        Func<DbValue, bool> accepts = operand is DocumentValue ? Compile(operand).Matches : _ => operand.IsTrue;
        return Rule.For<ArrayValue>(array => array.Skip(items.Count).All(accepts));
    }

    /// <summary>A rule for a value; one for a type accepts all values of other types.</summary>
    private sealed class Rule(Func<DbValue, bool> accepts) : Filter
    {
        public static Rule For<T>(Func<T, bool> accepts)
            where T : DbValue => new(value => value is not T typed || accepts(typed));

        public override bool Matches(DbValue document) => accepts(document);
    }
}
