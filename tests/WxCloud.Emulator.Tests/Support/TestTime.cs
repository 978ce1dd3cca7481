using System;
using Microsoft.Extensions.Time.Testing;

namespace WxCloud.Emulator.Tests.Support;

/// <summary>Clocks that do not move until a test advances them.</summary>
internal static class TestTime
{
    public static FakeTimeProvider Create() => new(new DateTimeOffset(2024, 3, 5, 6, 7, 8, TimeSpan.Zero));

    public static void Advance(this FakeTimeProvider time, double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));
}
