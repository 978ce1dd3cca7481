using System;
using System.Collections.Generic;
using System.Globalization;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

internal static class DateOperators
{
    public static IEnumerable<Operator> All { get; } =
    [
        Part("$year", time => time.Year),
        Part("$month", time => time.Month),
        Part("$dayOfMonth", time => time.Day),
        Part("$dayOfWeek", time => (int)time.DayOfWeek + 1),
        Part("$dayOfYear", time => time.DayOfYear),
        Part("$hour", time => time.Hour),
        Part("$minute", time => time.Minute),
        Part("$second", time => time.Second),
        Part("$millisecond", time => time.Millisecond),
        Part("$week", WeekOfYear),
        Part("$isoWeek", time => ISOWeek.GetWeekOfYear(time.DateTime)),
        Part("$isoWeekYear", time => ISOWeek.GetYear(time.DateTime)),
        Part("$isoDayOfWeek", time => (((int)time.DayOfWeek + 6) % 7) + 1),
        Operator.Named("$dateFromParts", FromParts),
    ];

    /// <summary>The week of the year, 0 to 53; weeks begin on Sunday, and the days before the first one are week 0.</summary>
    public static int WeekOfYear(DateTimeOffset time) => (time.DayOfYear + 6 - (int)time.DayOfWeek) / 7;

    /// <summary>A part of a date, which is the argument itself or in <c>{ date, timezone }</c>.</summary>
    private static Operator Part(string name, Func<DateTimeOffset, int> part)
    {
        return Operator.Unary(name, value =>
        {
            var (date, zone) = value is DocumentValue named ? (named["date"], named["timezone"]) : (value, DbValue.Missing);
            return date switch
            {
                { IsNullish: true } => DbValue.Null,
                DateValue moment => NumberValue.Of(part(DateParts.Local(moment, zone))),
                _ => throw DatabaseErrors.RequestFailed("Aggregate", $"{name} cannot convert from type {date.TypeName} to Date"),
            };
        });
    }

    private static DbValue FromParts(DocumentValue parts)
    {
        var isIso = !parts["isoWeekYear"].IsMissing;
        if (!isIso && parts["year"].IsMissing)
        {
            throw DatabaseErrors.InvalidOperator("$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
        }

        foreach (var part in parts)
        {
            if (part.Value.IsNullish)
            {
                return DbValue.Null;
            }
        }

        try
        {
            var day = isIso
                ? ISOWeek.ToDateTime(Part(parts, "isoWeekYear", 1970), 1, DayOfWeek.Monday).AddDays((7.0 * (Part(parts, "isoWeek", 1) - 1)) + Part(parts, "isoDayOfWeek", 1) - 1)
                : new DateTime(Part(parts, "year", 1970), 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(Part(parts, "month", 1) - 1).AddDays(Part(parts, "day", 1) - 1);
            var time = day
                .AddHours(Part(parts, "hour", 0))
                .AddMinutes(Part(parts, "minute", 0))
                .AddSeconds(Part(parts, "second", 0))
                .AddMilliseconds(Part(parts, "millisecond", 0));
            return DateParts.FromLocal(time, parts["timezone"]);
        }
        catch (ArgumentException)
        {
            throw DatabaseErrors.RequestFailed("Aggregate", "$dateFromParts makes dates of the years 1 to 9999");
        }
    }

    private static int Part(DocumentValue parts, string name, int otherwise)
    {
        return parts[name].IsMissing ? otherwise : ArrayOperators.Whole($"$dateFromParts '{name}'", parts[name]);
    }
}
