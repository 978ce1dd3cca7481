using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WxCloud.Database.Values;
using WxCloud.Errors;

namespace WxCloud.Database.Statements;

/// <summary>
/// Writes values as literals of the statement language (wechat database HTTP API: the text that <c>tcb/database*</c> evaluates).
/// Nothing in a value can leave its literal: names and texts are quoted and escaped, and what has no exact literal is written as
/// extended JSON or refused with the name of its field.
/// </summary>
internal sealed class LiteralWriter
{
    /// <summary>The depth to which MongoDB nests documents (mongodb.com/docs/manual/reference/limits).</summary>
    private const int MaxDepth = 100;

    private readonly StringBuilder _text = new();
    private readonly List<string> _path = [];

    /// <summary>Where the writer is, for errors: the names from the outside in.</summary>
    public string Path => string.Join(".", _path);

    public override string ToString() => _text.ToString();

    /// <summary>Appends text that is code and comes from no value.</summary>
    public LiteralWriter Code(string code)
    {
        _text.Append(code);
        return this;
    }

    /// <summary>Appends a value.</summary>
    /// <exception cref="WxCloudException">The value has no literal; the error names its field.</exception>
    public LiteralWriter Value(object? value)
    {
        switch (value)
        {
            case null:
                _text.Append("null");
                break;
            case string text:
                Quote(text);
                break;
            case bool flag:
                _text.Append(flag ? "true" : "false");
                break;
            case int number:
                _text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number and <= Numbers.MaxExact and >= -Numbers.MaxExact:
                _text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case long number:
                Typed("$numberLong", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when Numbers.NameOf(number) is { } name:
                Typed("$numberDouble", name);
                break;
            case double number:
                _text.Append(Numbers.ToText(number));
                break;
            case decimal number:
                Typed("$numberDecimal", number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset date:
                _text.Append("new Date(").Append(ExtendedJson.ToMilliseconds(date).ToString(CultureInfo.InvariantCulture)).Append(')');
                break;
            case byte[] bytes:
                _text.Append("{\"$binary\":{\"base64\":\"").Append(Convert.ToBase64String(bytes)).Append("\",\"subType\":\"00\"}}");
                break;
            case Regex regex:
                Pattern(regex.ToString(), OptionsOf(regex));
                break;
            case DocumentFields fields:
                Object(fields);
                break;
            case IReadOnlyList<object?> items:
                Array(items, Value);
                break;
            default:
                throw Error.ValueNotStorable(Path, value.GetType().Name);
        }

        return this;
    }

    /// <summary>Appends an array, each item by a writer.</summary>
    public LiteralWriter Array(IReadOnlyList<object?> items, Func<object?, LiteralWriter> write)
    {
        _text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            Separate(i);
            Inside(i.ToString(CultureInfo.InvariantCulture), items[i], write);
        }

        _text.Append(']');
        return this;
    }

    /// <summary>Appends an object, each value by a writer. The names are not looked at.</summary>
    public LiteralWriter Members(IEnumerable<KeyValuePair<string, object?>> members, Func<object?, LiteralWriter> write)
    {
        _text.Append('{');
        var count = 0;
        foreach (var member in members)
        {
            Separate(count++);
            Name(member.Key);
            Inside(member.Key, member.Value, write);
        }

        _text.Append('}');
        return this;
    }

    /// <summary>Runs a writer with a name on the path, for errors and for the limit of depth.</summary>
    public LiteralWriter Inside(string name, object? value, Func<object?, LiteralWriter> write)
    {
        if (_path.Count == MaxDepth)
        {
            throw Error.ValueTooDeep(_path[0], MaxDepth);
        }

        _path.Add(name);
        write(value);
        _path.RemoveAt(_path.Count - 1);
        return this;
    }

    /// <summary>Appends a regular expression.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="options">The letters of its options; empty for none.</param>
    public LiteralWriter Pattern(string pattern, string options)
    {
        _text.Append("db.RegExp({regexp:");
        Quote(pattern);
        _text.Append(",options:");
        Quote(options);
        _text.Append("})");
        return this;
    }

    /// <summary>The letters for the options of a .NET regular expression.</summary>
    public string OptionsOf(Regex regex)
    {
        var letters = string.Empty;
        foreach (var (option, letter) in new[]
        {
            (RegexOptions.IgnoreCase, "i"), (RegexOptions.Multiline, "m"), (RegexOptions.Singleline, "s"), (RegexOptions.IgnorePatternWhitespace, "x"),
        })
        {
            letters += (regex.Options & option) == RegexOptions.None ? string.Empty : letter;
        }

        return (regex.Options & (RegexOptions.RightToLeft | RegexOptions.ECMAScript | RegexOptions.ExplicitCapture)) == RegexOptions.None
            ? letters
            : throw Error.ValueNotStorable(Path, $"Regex ({regex.Options})");
    }

    private void Object(DocumentFields fields)
    {
        if (fields.Count == 1 && fields[0].Key == "$serverDate")
        {
            ServerDate(fields[0].Value);
            return;
        }

        if (!ExtendedJson.IsTyped(fields))
        {
            foreach (var field in fields)
            {
                CheckName(field.Key);
            }
        }

        Members(fields, Value);
    }

    /// <summary>The service's time when it carries out the statement, with an offset in milliseconds.</summary>
    private void ServerDate(object? offset) => _text.Append(offset switch
    {
        null or true or 0 => "db.serverDate()",
        int or long => $"db.serverDate({{offset:{Convert.ToString(offset, CultureInfo.InvariantCulture)}}})",
        _ => throw Error.OperandWrong("$serverDate", Path, "milliseconds"),
    });

    /// <summary>Names of stored fields have the limits that the import page states: no dot, and no dollar in front.</summary>
    private void CheckName(string name)
    {
        if (name.Length == 0 || name.Contains('\0') || name.Contains('.') || name.StartsWith('$'))
        {
            throw Error.FieldNameInvalid(_path.Count == 0 ? name : $"{Path}.{name}", name);
        }
    }

    private void Name(string name)
    {
        // Written as an ordinary member, this one name would set the object's prototype instead.
        if (name == "__proto__")
        {
            _text.Append("[\"__proto__\"]:");
            return;
        }

        Quote(name);
        _text.Append(':');
    }

    private void Separate(int index)
    {
        if (index > 0)
        {
            _text.Append(',');
        }
    }

    private void Typed(string type, string value) => _text.Append("{\"").Append(type).Append("\":\"").Append(value).Append("\"}");

    /// <summary>Escapes what ends a literal or a line in JavaScript, and &lt;, so that the text also cannot end a script in a page.</summary>
    private void Quote(string text)
    {
        _text.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsSurrogate(character) && !(char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])))
            {
                throw Error.TextNotUnicode(Path, i);
            }

            if (char.IsHighSurrogate(character))
            {
                _text.Append(character).Append(text[++i]);
            }
            else if (character is '"' or '\\')
            {
                _text.Append('\\').Append(character);
            }
            else if (char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF' or '<')
            {
                _text.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                _text.Append(character);
            }
        }

        _text.Append('"');
    }
}
