using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Benchmarks.Tools;

namespace WxCloud.Benchmarks.Table;

/// <summary>One run of a contender.</summary>
/// <param name="Elapsed">What it took.</param>
/// <param name="ProcessorTime">What all cores together spent on it.</param>
/// <param name="PeakBytes">The peak memory it held; <see langword="null"/> when it was not measured.</param>
internal sealed record Lap(TimeSpan Elapsed, TimeSpan ProcessorTime, long? PeakBytes)
{
    /// <exception cref="NotMeasuredException">The run failed.</exception>
    public static Lap Of(ProgramRun run, string what)
    {
        run.ThrowIfFailed(what);
        return new(run.Elapsed, run.ProcessorTime, run.PeakBytes);
    }
}

/// <summary>One contender that does the work.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="RunAsync">Does it once and returns the time it took, without its preparation.</param>
internal sealed record Contender(string Name, Func<CancellationToken, Task<Lap>> RunAsync);

/// <summary>
/// Runs the same work with WxCloud and its peers in turn, so that other load on the machine affects all of them, and compares round
/// by round.
/// </summary>
internal sealed class Contest
{
    private const int Seed = 1;

    private readonly List<Lap> _ours = [];
    private readonly Dictionary<Contender, List<Lap>> _peers;
    private readonly Dictionary<Contender, string> _missing = [];

    private Contest(IEnumerable<Contender> peers) => _peers = peers.ToDictionary(static peer => peer, static _ => new List<Lap>());

    /// <summary>Our median time.</summary>
    public TimeSpan Ours => Median(_ours.Select(static lap => lap.Elapsed));

    /// <summary>Our median times as the table writes them.</summary>
    public string OursText => Describe(_ours);

    public long? PeakBytes => _ours.Max(static lap => lap.PeakBytes);

    /// <exception cref="NotMeasuredException">We could not do it. A peer that could not is left out with its reason.</exception>
    public static async Task<Contest> RunAsync(int rounds, Contender ours, IReadOnlyList<Contender> peers, CancellationToken cancellationToken)
    {
        var contest = new Contest(peers);
        Contender[] all = [ours, .. peers];
        var random = new Random(Seed);
        for (var round = 0; round < rounds; round++)
        {
            // Everybody follows everybody: what one leaves on the disk and in memory costs the next.
            random.Shuffle(all);
            foreach (var contender in all)
            {
                await contest.RunAsync(contender, cancellationToken);
            }
        }

        return contest;
    }

    private async Task RunAsync(Contender contender, CancellationToken cancellationToken)
    {
        if (!_peers.TryGetValue(contender, out var laps))
        {
            _ours.Add(await contender.RunAsync(cancellationToken));
        }
        else if (!_missing.ContainsKey(contender))
        {
            try
            {
                laps.Add(await contender.RunAsync(cancellationToken));
            }
            catch (NotMeasuredException e)
            {
                _missing[contender] = e.Message;
            }
        }
    }

    /// <summary>The line of the table for one peer.</summary>
    /// <param name="work">What was done.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="limit">The limit of our time, as a multiple of the peer's.</param>
    public Measurement Against(string work, Contender peer, double limit)
    {
        var line = new Measurement(work, $"≤ {Text.Ratio(limit)} × {peer.Name}") { Ours = OursText, PeakBytes = PeakBytes };
        if (_missing.TryGetValue(peer, out var reason))
        {
            return line with { Note = reason };
        }

        var laps = _peers[peer];
        var ratios = _ours.Zip(laps, static (ours, theirs) => ours.Elapsed / theirs.Elapsed).Order().ToList();
        var ratio = Median(ratios);
        var atBest = _ours.Min(static lap => lap.Elapsed) / laps.Min(static lap => lap.Elapsed);
        return line with
        {
            Peer = $"{peer.Name} {Describe(laps)}",
            Ratio = $"{Text.Ratio(ratio)} ({Text.Ratio(ratios[0])}–{Text.Ratio(ratios[^1])}; best to best {Text.Ratio(atBest)})",
            IsMet = ratio <= limit,
        };
    }

    private static string Describe(List<Lap> laps) =>
        $"{Text.Of(Median(laps.Select(static lap => lap.Elapsed)))} (CPU {Text.Of(Median(laps.Select(static lap => lap.ProcessorTime)))})";

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => TimeSpan.FromSeconds(Median([.. times.Select(static time => time.TotalSeconds).Order()]));

    private static double Median(List<double> ordered) =>
        ordered.Count % 2 == 1 ? ordered[ordered.Count / 2] : (ordered[(ordered.Count / 2) - 1] + ordered[ordered.Count / 2]) / 2;
}
