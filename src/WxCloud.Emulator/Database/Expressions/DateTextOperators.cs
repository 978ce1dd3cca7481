using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Expressions;

/// <summary>Dates to text and back, by MongoDB's format specifiers.</summary>
internal static class DateTextOperators
{
    private const string DefaultFormat = "%Y-%m-%dT%H:%M:%S.%LZ";

    public static IEnumerable<Operator> All { get; } =
    [
        Operator.Named("$dateToString", ToText),
        Operator.Named("$dateFromString", FromText),
    ];

    private static DatabaseException Failed(string detail) => DatabaseErrors.RequestFailed("Aggregate", detail);

    private static DbValue ToText(DocumentValue arguments)
    {
        var date = arguments["date"];
        if (date.IsNullish)
        {
            return arguments["onNull"].IsMissing ? DbValue.Null : arguments["onNull"];
        }

        if (date is not DateValue moment)
        {
            throw Failed($"can't convert from {date.TypeName} to Date");
        }

        var format = arguments["format"] switch
        {
            TextValue text => text.Text,
            { IsMissing: true } => arguments["timezone"].IsNullish ? DefaultFormat : DefaultFormat[..^1],
            { IsNullish: true } => null,
            _ => throw Failed("$dateToString requires that 'format' be a string"),
        };
        return format is null ? DbValue.Null : new TextValue(Format(DateParts.Local(moment, arguments["timezone"]), format));
    }

    private static string Format(DateTimeOffset time, string format)
    {
        StringBuilder text = new();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            var specifier = ++i < format.Length ? format[i] : '\0';
            _ = specifier switch
            {
                '%' => text.Append('%'),
                'Y' => Digits(text, time.Year, 4),
                'm' => Digits(text, time.Month, 2),
                'd' => Digits(text, time.Day, 2),
                'H' => Digits(text, time.Hour, 2),
                'M' => Digits(text, time.Minute, 2),
                'S' => Digits(text, time.Second, 2),
                'L' => Digits(text, time.Millisecond, 3),
                'j' => Digits(text, time.DayOfYear, 3),
                'w' => Digits(text, (int)time.DayOfWeek + 1, 1),
                'u' => Digits(text, (((int)time.DayOfWeek + 6) % 7) + 1, 1),
                'U' => Digits(text, DateOperators.WeekOfYear(time), 2),
                'V' => Digits(text, ISOWeek.GetWeekOfYear(time.DateTime), 2),
                'G' => Digits(text, ISOWeek.GetYear(time.DateTime), 4),
                'z' => text.Append(time.Offset < TimeSpan.Zero ? '-' : '+').Append(time.Offset.ToString("hhmm", CultureInfo.InvariantCulture)),
                'Z' => text.Append(((int)time.Offset.TotalMinutes).ToString(CultureInfo.InvariantCulture)),
                _ => throw Failed($"Invalid format character '%{specifier}' in format string"),
            };
        }

        return text.ToString();
    }

    private static StringBuilder Digits(StringBuilder text, int number, int width) => text.Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));

    private static DbValue FromText(DocumentValue arguments)
    {
        var source = arguments["dateString"];
        if (source.IsNullish)
        {
            return arguments["onNull"].IsMissing ? DbValue.Null : arguments["onNull"];
        }

        var moment = source is not TextValue text ? null : arguments["format"] switch
        {
            TextValue format => Parse(text.Text, format.Text, arguments["timezone"]),
            _ => ParseIso(text.Text, arguments["timezone"]),
        };
        if (moment is not null)
        {
            return moment;
        }

        return arguments["onError"].IsMissing ? throw Failed($"Error parsing date string '{source}'") : arguments["onError"];
    }

    private static DateValue? ParseIso(string text, DbValue zone)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return null;
        }

        var namesZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal) && text.Contains('T', StringComparison.Ordinal);
        return namesZone ? new DateValue(moment.ToUnixTimeMilliseconds()) : DateParts.FromLocal(moment.UtcDateTime, zone);
    }

    private static DateValue? Parse(string text, string format, DbValue zone)
    {
        StringBuilder pattern = new();
        for (var i = 0; i < format.Length; i++)
        {
            var specifier = format[i] == '%' && ++i < format.Length ? format[i] : '\0';
            _ = specifier switch
            {
                '\0' => pattern.Append('\\').Append(format[i]),
                '%' => pattern.Append("\\%"),
                'Y' => pattern.Append("yyyy"),
                'm' => pattern.Append("MM"),
                'd' => pattern.Append("dd"),
                'H' => pattern.Append("HH"),
                'M' => pattern.Append("mm"),
                'S' => pattern.Append("ss"),
                'L' => pattern.Append("fff"),
                'z' => pattern.Append("zzz"),
                _ => throw DatabaseErrors.NotBuilt($"%{specifier} in the format of $dateFromString"),
            };
        }

        if (!DateTimeOffset.TryParseExact(text, pattern.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return null;
        }

        return format.Contains("%z", StringComparison.Ordinal) ? new DateValue(moment.ToUnixTimeMilliseconds()) : DateParts.FromLocal(moment.UtcDateTime, zone);
    }
}
