using System;
using System.Globalization;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>Dates as expressions take them apart: in UTC, or in a time zone by its offset (<c>+08:00</c>) or its Olson name.</summary>
internal static class DateParts
{
    public static string ToIso(DateValue date) => Moment(date).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The local time of a moment.</summary>
    /// <exception cref="DatabaseException">The zone is unknown, or the date is beyond the years 1 to 9999.</exception>
    public static DateTimeOffset Local(DateValue date, DbValue zone)
    {
        var moment = Moment(date);
        return zone.IsNullish ? moment : moment.ToOffset(OffsetOf(zone, moment.UtcDateTime, isLocal: false));
    }

    /// <summary>The moment that a clock in a zone shows as this time.</summary>
    public static DateValue FromLocal(DateTime local, DbValue zone)
    {
        var offset = zone.IsNullish ? TimeSpan.Zero : OffsetOf(zone, local, isLocal: true);
        return new DateValue(new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Utc)).ToUnixTimeMilliseconds() - (long)offset.TotalMilliseconds);
    }

    private static DateTimeOffset Moment(DateValue date)
    {
        try
        {
            return date.Moment;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw DatabaseErrors.RequestFailed("Aggregate", $"the date {date} is beyond the years 1 to 9999");
        }
    }

    private static TimeSpan OffsetOf(DbValue zone, DateTime time, bool isLocal)
    {
        var name = zone is TextValue text ? text.Text : throw DatabaseErrors.RequestFailed("Aggregate", "a timezone must be a string");
        if (name is ['+' or '-', ..])
        {
            var digits = name[1..].Replace(":", string.Empty, StringComparison.Ordinal).PadRight(4, '0');
            if (digits.Length == 4 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number % 100 < 60 && number < 1500)
            {
                var offset = new TimeSpan(number / 100, number % 100, 0);
                return name[0] == '-' ? -offset : offset;
            }
        }
        else if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
        {
            return found.GetUtcOffset(DateTime.SpecifyKind(time, isLocal ? DateTimeKind.Unspecified : DateTimeKind.Utc));
        }

        throw DatabaseErrors.RequestFailed("Aggregate", $"unrecognized time zone identifier: \"{name}\"");
    }
}
