using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using WxCloud.Cos.Buckets;
using WxCloud.Local;

namespace WxCloud.Orphans;

/// <summary>
/// All names that documents have for files, in the order of a listing. They are sorted on disk: memory holds one run, and a buffer of
/// 64 KiB for each finished run, at most 64 of them.
/// </summary>
/// <param name="runBytes">The memory of one run.</param>
internal sealed class NamedFiles(int runBytes = 8 * 1024 * 1024) : IDisposable
{
    private const int MaxRuns = 64;

    private readonly List<Run> _runs = [];
    private List<NamedFile> _current = [];
    private int _currentBytes;

    /// <exception cref="IOException">The disk is full, or failed.</exception>
    public void Add(NamedFile name)
    {
        _current.Add(name);
        _currentBytes += name.Size;
        if (_currentBytes >= runBytes)
        {
            EndRun();
        }
    }

    /// <summary>All names in order. Can be called once.</summary>
    public IEnumerable<NamedFile> Read()
    {
        Sort();
        return Merge([.. _runs.ConvertAll(static run => run.Read()), _current], 0, _runs.Count + 1);
    }

    public void Dispose() => _runs.ForEach(static run => run.Dispose());

    /// <summary>Merges a range of runs recursively, half by half.</summary>
    private static IEnumerable<NamedFile> Merge(IReadOnlyList<IEnumerable<NamedFile>> runs, int start, int end) =>
        end - start == 1 ? runs[start] : Merge(Merge(runs, start, (start + end) / 2), Merge(runs, (start + end) / 2, end));

    private static IEnumerable<NamedFile> Merge(IEnumerable<NamedFile> one, IEnumerable<NamedFile> other)
    {
        using var left = one.GetEnumerator();
        using var right = other.GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            if (hasLeft && (!hasRight || KeyOrder.Instance.Compare(left.Current.Extent, right.Current.Extent) <= 0))
            {
                yield return left.Current;
                hasLeft = left.MoveNext();
            }
            else
            {
                yield return right.Current;
                hasRight = right.MoveNext();
            }
        }
    }

    private void Sort() => _current.Sort(static (one, other) => KeyOrder.Instance.Compare(one.Extent, other.Extent));

    private void EndRun()
    {
        if (_runs.Count == MaxRuns)
        {
            var all = new Run(Merge(_runs.ConvertAll(static run => run.Read()), 0, _runs.Count));
            _runs.ForEach(static run => run.Dispose());
            _runs.Clear();
            _runs.Add(all);
        }

        Sort();
        _runs.Add(new(_current));
        _current = [];
        _currentBytes = 0;
    }

    /// <summary>Names in order, on disk.</summary>
    private sealed class Run : IDisposable
    {
        private readonly FileStream _stream = ScratchFile.Create();
        private readonly long _count;

        public Run(IEnumerable<NamedFile> names)
        {
            using var writer = new BinaryWriter(_stream, Encoding.UTF8, leaveOpen: true);
            foreach (var name in names)
            {
                name.Write(writer);
                _count++;
            }
        }

        public IEnumerable<NamedFile> Read()
        {
            _stream.Position = 0;
            using var reader = new BinaryReader(_stream, Encoding.UTF8, leaveOpen: true);
            for (var i = 0L; i < _count; i++)
            {
                yield return NamedFile.Read(reader);
            }
        }

        public void Dispose() => _stream.Dispose();
    }
}
