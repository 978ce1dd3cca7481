using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Emulator.Database.Errors;

namespace WxCloud.Emulator.Database.Values;

/// <summary>The condition on each value at a path.</summary>
internal interface ILeafTest
{
    /// <summary>Looks at one value; an array comes as a whole. <see cref="DbValue.Missing"/> where the path ends early.</summary>
    bool Accepts(DbValue leaf);
}

/// <summary>A dotted path such as <c>a.b.0</c>.</summary>
internal sealed class FieldPath
{
    private readonly string[] _names;

    private FieldPath(string text, string[] names)
    {
        Text = text;
        _names = names;
    }

    public string Text { get; }

    public IReadOnlyList<string> Names => _names;

    /// <exception cref="DatabaseException">A name of the path is empty.</exception>
    public static FieldPath Parse(string text)
    {
        var names = text.Split('.');
        return names.All(name => name.Length > 0) ? new FieldPath(text, names) : throw DatabaseErrors.InvalidParameter($"the field path '{text}' has an empty part");
    }

    /// <summary>A path of names, none of which is empty.</summary>
    public static FieldPath Of(IReadOnlyList<string> names) => new(string.Join('.', names), [.. names]);

    /// <summary>The path without its first names; null when nothing is left.</summary>
    public FieldPath? Below(int count) => count < _names.Length ? Of(_names[count..]) : null;

    /// <summary>A number that can be the index of an array; null for any other name.</summary>
    public static int? AsIndex(string name)
    {
        return name.Length < 10 && (name == "0" || name[0] != '0') && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    /// <summary>
    /// Whether any value that the path leads to is accepted. Arrays on the way are entered: by index, and each document in them.
    /// </summary>
    public bool LeadsToAny(DbValue root, ILeafTest test) => LeadsToAny(root, 0, test);

    /// <summary>The value in the reading of expressions: through an array, the array of what its documents hold.</summary>
    public DbValue Evaluate(DbValue root) => Evaluate(root, 0);

    private bool LeadsToAny(DbValue value, int depth, ILeafTest test)
    {
        if (depth == _names.Length)
        {
            return test.Accepts(value);
        }

        switch (value)
        {
            case DocumentValue document:
                return LeadsToAny(document[_names[depth]], depth + 1, test);
            case ArrayValue array:
                if (AsIndex(_names[depth]) is { } index && index < array.Count && LeadsToAny(array[index], depth + 1, test))
                {
                    return true;
                }

                foreach (var item in array)
                {
                    if (item is DocumentValue && LeadsToAny(item, depth, test))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return test.Accepts(DbValue.Missing);
        }
    }

    private DbValue Evaluate(DbValue value, int depth)
    {
        if (depth == _names.Length)
        {
            return value;
        }

        switch (value)
        {
            case DocumentValue document:
                return Evaluate(document[_names[depth]], depth + 1);
            case ArrayValue array:
                List<DbValue> found = [];
                foreach (var item in array)
                {
                    // An array in the array is entered, a plain value holds nothing.
                    if (item is DocumentValue or ArrayValue && Evaluate(item, depth) is { IsMissing: false } inner)
                    {
                        found.Add(inner);
                    }
                }

                return new ArrayValue(found);
            default:
                return DbValue.Missing;
        }
    }
}
