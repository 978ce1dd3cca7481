using System;
using System.CommandLine;
using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using WxCloud.Benchmarks.Tools;
using WxCloud.Cos;

namespace WxCloud.Benchmarks.Checksums;

/// <summary><c>crc64</c>: how fast the checksum is on one core, folded and by tables.</summary>
internal static class Crc64Command
{
    /// <summary>As much as a transfer gives it at a time.</summary>
    private const int BufferBytes = 256 * 1024;

    private const int Rounds = 9;
    private static readonly TimeSpan s_roundLength = TimeSpan.FromMilliseconds(300);

    public static Command Create()
    {
        var command = new Command("crc64", "Measures CRC-64/XZ on one core.");
        command.SetAction(static _ => Run());
        return command;
    }

    private static int Run()
    {
        var buffer = new byte[BufferBytes];
        new Random(1).NextBytes(buffer);
        Console.WriteLine($"{Machine.Describe()}. Buffers of {BufferBytes / 1024} KiB, median of {Rounds} rounds.");
        Console.WriteLine();
        Console.WriteLine("| Path | GB/s | Goal | Met |");
        Console.WriteLine("|---|---|---|---|");
        var tables = Write("sixteen tables", goal: 1.2, Measure(() => Crc64.AppendByTables(0, buffer)));
        if (!Pclmulqdq.IsSupported)
        {
            Console.WriteLine("| folded by carry-less multiply | – | ≥ 4 | not measured: this processor has none |");
            return tables ? 0 : 1;
        }

        var crc64 = new Crc64();
        var folded = Write("folded by carry-less multiply", goal: 4, Measure(() => crc64.Append(buffer)));
        return tables && folded ? 0 : 1;
    }

    private static bool Write(string path, double goal, double speed)
    {
        var isMet = speed >= goal;
        Console.WriteLine(FormattableString.Invariant($"| {path} | {speed:F2} | ≥ {goal} | {(isMet ? "yes" : "**no**")} |"));
        return isMet;
    }

    /// <summary>Gigabytes per second, after a first round in which the code is compiled for speed.</summary>
    private static double Measure(Action append)
    {
        RunRound(append);
        var speeds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            speeds[round] = RunRound(append);
        }

        Array.Sort(speeds);
        return speeds[Rounds / 2];
    }

    private static double RunRound(Action append)
    {
        var began = Stopwatch.GetTimestamp();
        var count = 0L;
        do
        {
            append();
            count++;
        }
        while (Stopwatch.GetElapsedTime(began) < s_roundLength);

        return count * BufferBytes / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
    }
}
