using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Queries;

/// <summary>The tests of single values. Comparisons look only at values of the operand's own class, as MongoDB's do.</summary>
internal static class ComparisonTests
{
    /// <exception cref="DatabaseException">The operator is not built, or has a wrong operand.</exception>
    public static ValueTest Compile(string name, DbValue operand)
    {
        return name switch
        {
            "$eq" => EqualTo(operand, isPattern: false),
            "$gt" => new OrderTest(operand, order => order > 0, acceptsEqual: false),
            "$gte" => new OrderTest(operand, order => order >= 0, acceptsEqual: true),
            "$lt" => new OrderTest(operand, order => order < 0, acceptsEqual: false),
            "$lte" => new OrderTest(operand, order => order <= 0, acceptsEqual: true),
            "$in" => In(name, operand),
            "$size" => new SizeTest(operand is NumberValue size && size.ToWhole() is { } count and >= 0 ? count : throw DatabaseErrors.InvalidOperator("$size needs a whole number, not negative")),
            "$mod" => Mod(operand),
            "$type" => Type(operand),
            _ => BitTests.TryCompile(name, operand) ?? throw DatabaseErrors.NotBuilt($"the filter operator {name}"),
        };
    }

    /// <summary>Equal to the operand; for a regular expression also text that it matches, unless it is an operand of <c>$eq</c>.</summary>
    public static ValueTest EqualTo(DbValue operand, bool isPattern = true)
    {
        if (operand is RegexValue regex && isPattern)
        {
            regex.ThrowIfMalformed();
            return new RegexTest(regex);
        }

        return new EqualityTest(operand);
    }

    public static ValueTest In(string name, DbValue operand)
    {
        if (operand is not ArrayValue list)
        {
            throw DatabaseErrors.InvalidOperator($"{name} needs an array");
        }

        // The older SDKs write regular expressions as operators, here too.
        list = new ArrayValue([.. list.Select(item => item is DocumentValue { Count: > 0 } regex && regex[0] is { Name: "$regex", Value: TextValue pattern }
            ? new RegexValue(pattern.Text, regex["$options"] is TextValue options ? options.Text : string.Empty)
            : item)]);
        if (list.FirstOrDefault(item => item is DocumentValue { Count: > 0 } document && document[0].Name is ['$', ..]) is DocumentValue wrong)
        {
            throw DatabaseErrors.InvalidOperator($"cannot nest {wrong[0].Name} under {name}");
        }

        return new MembershipTest(list);
    }

    /// <exception cref="DatabaseException">The pattern is malformed.</exception>
    public static ValueTest Regex(DbValue pattern, DbValue options)
    {
        var flags = options is TextValue text ? text.Text : null;
        return pattern switch
        {
            RegexValue regex => EqualTo(flags is null ? regex : new RegexValue(regex.Pattern, flags)),
            TextValue source => EqualTo(new RegexValue(source.Text, flags ?? string.Empty)),
            _ => throw DatabaseErrors.InvalidOperator("$regex has to be a string"),
        };
    }

    private static ModTest Mod(DbValue operand)
    {
        return operand is ArrayValue { Count: 2 } pair && pair[0] is NumberValue divisor && pair[1] is NumberValue rest && (long)divisor.ToDouble() != 0
            ? new ModTest((long)divisor.ToDouble(), (long)rest.ToDouble())
            : throw DatabaseErrors.InvalidOperator("$mod needs an array of two numbers, the first not zero");
    }

    private static TypeTest Type(DbValue operand)
    {
        return new TypeTest([.. (operand is ArrayValue list ? list : Enumerable.Repeat(operand, 1)).Select(TypeNames.Of)]);
    }

    private sealed class EqualityTest(DbValue operand) : ValueTest
    {
        public override bool AcceptsItself(DbValue value) => operand.IsNullish ? value.IsNullish : ValueOrder.AreEqual(value, operand);
    }

    private sealed class RegexTest(RegexValue regex) : ValueTest
    {
        public override bool AcceptsItself(DbValue value) => value is TextValue text ? regex.IsMatch(text.Text) : value is RegexValue && ValueOrder.AreEqual(value, regex);
    }

    private sealed class OrderTest(DbValue operand, Func<int, bool> accepts, bool acceptsEqual) : ValueTest
    {
        public override bool AcceptsItself(DbValue value)
        {
            if (operand.IsNullish)
            {
                return acceptsEqual && value.IsNullish;
            }

            if (operand is DoubleValue { Value: double.NaN })
            {
                return acceptsEqual && value is DoubleValue { Value: double.NaN };
            }

            var isComparable = value.Kind == operand.Kind || (operand.Kind is ValueKind.MinKey or ValueKind.MaxKey && !value.IsMissing);
            return isComparable && value is not DoubleValue { Value: double.NaN } && accepts(ValueOrder.Compare(value, operand));
        }
    }

    private sealed class MembershipTest : ValueTest
    {
        private readonly HashSet<DbValue> _values;
        private readonly RegexValue[] _patterns;
        private readonly bool _acceptsNull;

        public MembershipTest(ArrayValue list)
        {
            _values = new HashSet<DbValue>(list, ValueOrder.Instance);
            _patterns = [.. list.OfType<RegexValue>()];
            _acceptsNull = list.Any(item => item.IsNullish);
            foreach (var pattern in _patterns)
            {
                pattern.ThrowIfMalformed();
            }
        }

        public override bool AcceptsItself(DbValue value)
        {
            return _values.Contains(value)
                || (_acceptsNull && value.IsNullish)
                || (value is TextValue text && _patterns.Any(pattern => pattern.IsMatch(text.Text)));
        }
    }

    private sealed class ModTest(long divisor, long rest) : ValueTest
    {
        public override bool AcceptsItself(DbValue value)
        {
            return value is NumberValue number && double.IsFinite(number.ToDouble())
                && (divisor == -1 ? 0 : (number.ToWhole() ?? (long)number.ToDouble()) % divisor) == rest;
        }
    }

    private sealed class TypeTest(string[] names) : ValueTest
    {
        public override bool AcceptsItself(DbValue value)
        {
            return !value.IsMissing && names.Any(name => name == value.TypeName || (name == "number" && value is NumberValue));
        }
    }

    private sealed class SizeTest(long size) : WholeValueTest
    {
        public override bool AcceptsItself(DbValue value) => value is ArrayValue array && array.Count == size;
    }
}
