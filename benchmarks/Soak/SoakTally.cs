using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace WxCloud.Benchmarks.Soak;

/// <summary>Counts results: each item must have one, and it must be a good one.</summary>
internal sealed class SoakTally(IEnumerable<string> items)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, int> _results = items.ToDictionary(static item => item, static _ => 0);
    private readonly List<string> _complaints = [];
    private int _good;

    public bool IsGood => _good == _results.Count && !Complaints.Any();

    public IEnumerable<string> Complaints =>
        _complaints.Concat(_results.Where(static result => result.Value != 1).Select(static result => $"{result.Value} results for {result.Key}"));

    public void Add(string item, WxCloudException? error)
    {
        if (!_results.TryAdd(item, 1))
        {
            _results[item]++;
        }
        else
        {
            _complaints.Add($"a result for {item}, which was not an input");
        }

        if (error is null)
        {
            _good++;
        }
        else
        {
            _complaints.Add($"{error.ErrorId} for {item}: {error.Message}");
        }
    }

    public override string ToString() =>
        $"{_good:N0} of {_results.Count:N0} succeeded in {Stopwatch.GetElapsedTime(_began).TotalSeconds:F1} s";
}
