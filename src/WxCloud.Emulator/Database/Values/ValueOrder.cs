using System;
using System.Collections.Generic;

namespace WxCloud.Emulator.Database.Values;

/// <summary>
/// The order of values as MongoDB has it (mongodb.com, "Comparison/Sort Order"): by class, then by value. Numbers of all types compare by value,
/// text by its UTF-8 bytes, documents field by field in their own order, arrays item by item.
/// </summary>
internal sealed class ValueOrder : IComparer<DbValue>, IEqualityComparer<DbValue>
{
    public static ValueOrder Instance { get; } = new();

    public static bool AreEqual(DbValue left, DbValue right) => ReferenceEquals(left, right) || Compare(left, right) == 0;

    public static int Compare(DbValue left, DbValue right)
    {
        var kind = left.Kind;
        if (kind != right.Kind)
        {
            return kind.CompareTo(right.Kind);
        }

        return kind switch
        {
            ValueKind.Number => NumberOrder.Compare((NumberValue)left, (NumberValue)right),
            ValueKind.Text => CompareText(((TextValue)left).Text, ((TextValue)right).Text),
            ValueKind.Document => CompareDocuments((DocumentValue)left, (DocumentValue)right),
            ValueKind.Array => CompareArrays((ArrayValue)left, (ArrayValue)right),
            ValueKind.Binary => CompareBinary((BinaryValue)left, (BinaryValue)right),
            ValueKind.Boolean => left.IsTrue.CompareTo(right.IsTrue),
            ValueKind.Date => ((DateValue)left).Milliseconds.CompareTo(((DateValue)right).Milliseconds),
            ValueKind.Regex => CompareRegex((RegexValue)left, (RegexValue)right),
            _ => 0,
        };
    }

    /// <summary>Compares by code points, which is the order of the UTF-8 bytes; UTF-16 alone would sort emoji before U+E000 to U+FFFF.</summary>
    public static int CompareText(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        char a = left[same], b = right[same];
        return char.IsSurrogate(a) != char.IsSurrogate(b) && a >= '\uD800' && b >= '\uD800'
            ? char.IsSurrogate(a).CompareTo(char.IsSurrogate(b))
            : a.CompareTo(b);
    }

    public bool Equals(DbValue? x, DbValue? y) => AreEqual(x!, y!);

    public int GetHashCode(DbValue obj)
    {
        switch (obj)
        {
            case NumberValue number:
                return number.ToDouble().GetHashCode();
            case TextValue text:
                return string.GetHashCode(text.Text, StringComparison.Ordinal);
            case DateValue date:
                return date.Milliseconds.GetHashCode();
            case BooleanValue flag:
                return flag.IsTrue ? 1 : 2;
            case BinaryValue binary:
                return binary.Bytes.Length;
            case RegexValue regex:
                return string.GetHashCode(regex.Pattern, StringComparison.Ordinal);
            case ArrayValue array:
                HashCode items = default;
                foreach (var item in array)
                {
                    items.Add(GetHashCode(item));
                }

                return items.ToHashCode();
            case DocumentValue document:
                HashCode fields = default;
                foreach (var field in document)
                {
                    fields.Add(field.Name, StringComparer.Ordinal);
                    fields.Add(GetHashCode(field.Value));
                }

                return fields.ToHashCode();
            default:
                return (int)obj.Kind;
        }
    }

    int IComparer<DbValue>.Compare(DbValue? x, DbValue? y) => Compare(x!, y!);

    private static int CompareDocuments(DocumentValue left, DocumentValue right)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            var order = left[i].Value.Kind.CompareTo(right[i].Value.Kind);
            order = order != 0 ? order : CompareText(left[i].Name, right[i].Name);
            order = order != 0 ? order : Compare(left[i].Value, right[i].Value);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static int CompareArrays(ArrayValue left, ArrayValue right)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            var order = Compare(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static int CompareBinary(BinaryValue left, BinaryValue right)
    {
        var order = left.Bytes.Length.CompareTo(right.Bytes.Length);
        order = order != 0 ? order : left.Subtype.CompareTo(right.Subtype);
        return order != 0 ? order : left.Bytes.SequenceCompareTo(right.Bytes);
    }

    private static int CompareRegex(RegexValue left, RegexValue right)
    {
        var order = CompareText(left.Pattern, right.Pattern);
        return order != 0 ? order : CompareText(left.Options, right.Options);
    }
}
