using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

internal static class TextOperators
{
    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Variadic("$concat", values => values.Any(value => value.IsNullish) ? DbValue.Null : new TextValue(string.Concat(values.Select(value => Strict("$concat", value))))),
        new("$indexOfBytes", 2, 4, arguments => IndexOf("$indexOfBytes", arguments, Encoding.UTF8.GetByteCount)),
        new("$indexOfCP", 2, 4, arguments => IndexOf("$indexOfCP", arguments, CodePoints)),
        Operator.Binary("$split", Split),
        Operator.Unary("$strLenBytes", value => NumberValue.Of(Encoding.UTF8.GetByteCount(Strict("$strLenBytes", value)))),
        Operator.Unary("$strLenCP", value => NumberValue.Of(CodePoints(Strict("$strLenCP", value)))),
        Operator.Binary("$strcasecmp", (left, right) => NumberValue.Of(Math.Sign(ValueOrder.CompareText(Upper(Loose("$strcasecmp", left)), Upper(Loose("$strcasecmp", right)))))),
        new("$substr", 3, 3, arguments => SubstringOfBytes("$substr", arguments)),
        new("$substrBytes", 3, 3, arguments => SubstringOfBytes("$substrBytes", arguments)),
        new("$substrCP", 3, 3, SubstringOfCodePoints),
        Operator.Unary("$toLower", value => new TextValue(Lower(Loose("$toLower", value)))),
        Operator.Unary("$toUpper", value => new TextValue(Upper(Loose("$toUpper", value)))),
        Operator.Named("$trim", arguments => Trim("$trim", arguments, start: true, end: true)),
        Operator.Named("$ltrim", arguments => Trim("$ltrim", arguments, start: true, end: false)),
        Operator.Named("$rtrim", arguments => Trim("$rtrim", arguments, start: false, end: true)),
        Operator.Unary("$toString", value => value.IsNullish ? DbValue.Null : new TextValue(Loose("$toString", value))),
    ];

    private static DatabaseException Failed(string detail) => DatabaseErrors.RequestFailed("Aggregate", detail);

    private static string Strict(string name, DbValue value)
    {
        return value is TextValue text ? text.Text : throw Failed($"{name} requires a string argument, found: {value.TypeName}");
    }

    /// <summary>Text, or what MongoDB turns into text: numbers and dates; null is empty.</summary>
    private static string Loose(string name, DbValue value)
    {
        return value switch
        {
            TextValue text => text.Text,
            DoubleValue number => number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            NumberValue number => number.ToString()!,
            DateValue date => DateParts.ToIso(date),
            BooleanValue flag when name == "$toString" => flag.ToString(),
            { IsNullish: true } => string.Empty,
            _ => throw Failed($"{name} cannot turn a value of type {value.TypeName} into text"),
        };
    }

    /// <summary>Only ASCII letters change, as in MongoDB.</summary>
    private static string Lower(string text) => string.Create(text.Length, text, (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
        }
    });

    private static string Upper(string text) => string.Create(text.Length, text, (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = char.IsAsciiLetterLower(source[i]) ? (char)(source[i] & ~0x20) : source[i];
        }
    });

    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private static DbValue IndexOf(string name, DbValue[] arguments, Func<string, int> length)
    {
        if (arguments[0].IsNullish)
        {
            return DbValue.Null;
        }

        string text = Strict(name, arguments[0]), sought = Strict(name, arguments[1]);
        var start = arguments.Length > 2 ? ArrayOperators.Whole(name, arguments[2]) : 0;
        var end = arguments.Length > 3 ? ArrayOperators.Whole(name, arguments[3]) : int.MaxValue;
        if (start < 0 || end < 0)
        {
            throw Failed($"{name} requires nonnegative positions");
        }

        for (var i = text.IndexOf(sought, StringComparison.Ordinal); i >= 0; i = i < text.Length ? text.IndexOf(sought, i + 1, StringComparison.Ordinal) : -1)
        {
            var at = length(text[..i]);
            if (at >= start)
            {
                return NumberValue.Of(at + length(sought) <= end ? at : -1);
            }
        }

        return NumberValue.Of(-1);
    }

    private static DbValue Split(DbValue text, DbValue separator)
    {
        if (text.IsNullish || separator.IsNullish)
        {
            return DbValue.Null;
        }

        return Strict("$split", separator) is { Length: > 0 } by
            ? new ArrayValue([.. Strict("$split", text).Split(by).Select(part => new TextValue(part))])
            : throw Failed("$split requires a non-empty separator");
    }

    private static TextValue SubstringOfBytes(string name, DbValue[] arguments)
    {
        var bytes = Encoding.UTF8.GetBytes(Loose(name, arguments[0]));
        int start = ArrayOperators.Whole(name, arguments[1]), count = ArrayOperators.Whole(name, arguments[2]);
        if (start < 0 || start >= bytes.Length)
        {
            return TextValue.Empty;
        }

        var end = count < 0 ? bytes.Length : (int)Math.Min(bytes.Length, (long)start + count);
        if (IsInsideCharacter(bytes, start) || IsInsideCharacter(bytes, end))
        {
            throw Failed($"{name}: Invalid range, it starts or ends in the middle of a UTF-8 character.");
        }

        return new TextValue(Encoding.UTF8.GetString(bytes.AsSpan(start, end - start)));
    }

    private static bool IsInsideCharacter(byte[] utf8, int index) => index < utf8.Length && (utf8[index] & 0xC0) == 0x80;

    private static TextValue SubstringOfCodePoints(DbValue[] arguments)
    {
        var text = Loose("$substrCP", arguments[0]);
        int start = ArrayOperators.Whole("$substrCP", arguments[1]), count = ArrayOperators.Whole("$substrCP", arguments[2]);
        return start >= 0 && count >= 0
            ? new TextValue(string.Concat(text.EnumerateRunes().Skip(start).Take(count).Select(rune => rune.ToString())))
            : throw Failed("$substrCP requires a nonnegative start and length");
    }

    private static DbValue Trim(string name, DocumentValue arguments, bool start, bool end)
    {
        if (arguments["input"].IsNullish)
        {
            return DbValue.Null;
        }

        var text = Strict(name, arguments["input"]);
        var characters = arguments["chars"].IsMissing ? " \t\n\v\f\r\0\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A".ToCharArray() : Strict(name, arguments["chars"]).ToCharArray();
        text = start ? text.TrimStart(characters) : text;
        return new TextValue(end ? text.TrimEnd(characters) : text);
    }
}
