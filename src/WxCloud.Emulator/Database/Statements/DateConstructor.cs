using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Statements;

/// <summary><c>new Date</c>: now, milliseconds, a text, or year, month from 0 and so on. Times without zone are UTC here.</summary>
internal static class DateConstructor
{
    public static HostFunction Create(long now) => new(arguments => Create(arguments, now), isConstructor: true);

    private static DateValue Create(IReadOnlyList<object> arguments, long now)
    {
        try
        {
            return arguments switch
            {
                [] => new DateValue(now),
                [NumberValue number] when double.IsFinite(number.ToDouble()) => new DateValue((long)number.ToDouble()),
                [DateValue date] => date,
                [TextValue text] when TryParse(text.Text, out var moment) => new DateValue(moment.ToUnixTimeMilliseconds()),
                [NumberValue, NumberValue, ..] when arguments.All(argument => argument is NumberValue number && number.ToWhole() is not null) => FromParts([.. arguments.Cast<NumberValue>().Select(number => (int)number.ToWhole()!)]),
                _ => throw new StatementException("this is no date"),
            };
        }
        catch (ArgumentException)
        {
            throw new StatementException("the date is beyond the years 1 to 9999");
        }
    }

    private static bool TryParse(string text, out DateTimeOffset moment)
    {
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out moment);
    }

    private static DateValue FromParts(int[] parts)
    {
        int Part(int index, int otherwise) => index < parts.Length ? parts[index] : otherwise;
        var date = new DateTime(parts[0], 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(parts[1]).AddDays(Part(2, 1) - 1)
            .AddHours(Part(3, 0)).AddMinutes(Part(4, 0)).AddSeconds(Part(5, 0)).AddMilliseconds(Part(6, 0));
        return new DateValue(new DateTimeOffset(date).ToUnixTimeMilliseconds());
    }
}
