using System;
using System.Collections.Generic;
using System.Globalization;

namespace WxCloud.Emulator.Functions.Sources;

/// <summary>
/// The times of a timer: seven fields, for second, minute, hour, day, month, day of the week (0 is Sunday) and year, in China Standard Time
/// (developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/functions/triggers.html). Where both kinds of day are given, either will do.
/// </summary>
internal sealed class CronSchedule
{
    private const int LastYear = 2099;

    private static readonly TimeSpan s_chinaStandardTime = TimeSpan.FromHours(8);
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly CronField _seconds;
    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;
    private readonly CronField _years;

    private CronSchedule(string text, string[] fields)
    {
        Text = text;
        _seconds = CronField.Parse("second", fields[0], 0, 59);
        _minutes = CronField.Parse("minute", fields[1], 0, 59);
        _hours = CronField.Parse("hour", fields[2], 0, 23);
        _days = CronField.Parse("day", fields[3], 1, 31);
        _months = CronField.Parse("month", fields[4], 1, 12, s_months);
        _weekdays = CronField.Parse("day of the week", fields[5], 0, 6, s_days);
        _years = CronField.Parse("year", fields[6], 1970, LastYear);
    }

    /// <summary>The fields, as they were written.</summary>
    public string Text { get; }

    /// <exception cref="FormatException">The text is no schedule.</exception>
    public static CronSchedule Parse(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 7
            ? new CronSchedule(text, fields)
            : throw new FormatException($"'{text}' is no schedule: it must have seven fields (second, minute, hour, day, month, day of the week, year).");
    }

    /// <summary>The first time later than another; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var time = after.ToOffset(s_chinaStandardTime);
        time = new DateTimeOffset(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second, s_chinaStandardTime).AddSeconds(1);
        while (time.Year <= LastYear)
        {
            if (!_years.Contains(time.Year))
            {
                time = new DateTimeOffset(time.Year + 1, 1, 1, 0, 0, 0, s_chinaStandardTime);
            }
            else if (!_months.Contains(time.Month))
            {
                time = new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, s_chinaStandardTime).AddMonths(1);
            }
            else if (!IsDay(time))
            {
                time = StartOfDay(time).AddDays(1);
            }
            else if (!_hours.Contains(time.Hour))
            {
                time = StartOfDay(time).AddHours(time.Hour + 1);
            }
            else if (!_minutes.Contains(time.Minute))
            {
                time = time.AddSeconds(60 - time.Second);
            }
            else if (!_seconds.Contains(time.Second))
            {
                time = time.AddSeconds(1);
            }
            else
            {
                return time.ToUniversalTime();
            }
        }

        return null;
    }

    private static DateTimeOffset StartOfDay(DateTimeOffset time) => new(time.Year, time.Month, time.Day, 0, 0, 0, s_chinaStandardTime);

    private bool IsDay(DateTimeOffset time)
    {
        var isDay = _days.Contains(time.Day);
        var isWeekday = _weekdays.Contains((int)time.DayOfWeek);
        return _days.IsEvery || _weekdays.IsEvery ? isDay && isWeekday : isDay || isWeekday;
    }
}

/// <summary>The numbers that one field of a schedule allows.</summary>
internal sealed class CronField
{
    private readonly HashSet<int> _numbers;

    private CronField(HashSet<int> numbers, bool isEvery)
    {
        _numbers = numbers;
        IsEvery = isEvery;
    }

    /// <summary>True for a field that excludes nothing.</summary>
    public bool IsEvery { get; }

    /// <exception cref="FormatException">The text is no field.</exception>
    public static CronField Parse(string name, string text, int min, int max, string[]? names = null)
    {
        HashSet<int> numbers = [];
        foreach (var part in text.Split(','))
        {
            var slash = part.IndexOf('/');
            var range = slash < 0 ? part : part[..slash];
            var step = slash < 0 ? 1 : Number(part[(slash + 1)..]);
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var (from, to) = range is "*" or "?" ? (min, max)
                : dash > 0 ? (NumberOrName(range[..dash]), NumberOrName(range[(dash + 1)..]))
                : (NumberOrName(range), slash < 0 ? NumberOrName(range) : max);
            if (step < 1 || from < min || to > max || from > to)
            {
                throw Malformed();
            }

            for (var number = from; number <= to; number += step)
            {
                numbers.Add(number);
            }
        }

        return new CronField(numbers, numbers.Count == max - min + 1);

        int NumberOrName(string word)
        {
            var index = names is null ? -1 : Array.FindIndex(names, candidate => candidate.Equals(word, StringComparison.OrdinalIgnoreCase));
            return index < 0 ? Number(word) : min + index;
        }

        int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Malformed();

        FormatException Malformed() => new($"'{text}' is no {name} of a schedule: numbers from {min} to {max}, with , - * and /.");
    }

    public bool Contains(int number) => _numbers.Contains(number);
}
