using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Storage.Buckets;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>
/// Finds the cloud file that a new local file was moved from: one of the same length and CRC64 whose own local file is gone. The
/// listing has no checksums, so those of files of the same length are requested, those of the same name first.
/// </summary>
internal sealed class MoveFinder(EnvironmentBucket bucket)
{
    /// <summary>Bounds memory at some five megabytes. Beyond it, moved files are sent again, which is never wrong.</summary>
    private const int MaxRemembered = 100_000;

    /// <summary>Bounds the requests for one file when many have its length.</summary>
    private const int MaxAsked = 8;

    /// <summary>A path is found from the one that stands so many places before it, at most.</summary>
    private const int PathsPerMark = 16;

    private static readonly Comparer<Entry> s_byLengthAndName = Comparer<Entry>.Create(static (one, other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.Name != other.Name ? one.Name.CompareTo(other.Name) : one.Index.CompareTo(other.Index));

    private readonly object _gate = new();
    private readonly PackedBuffer _paths = new();
    private readonly List<int> _marks = [];
    private readonly HashSet<long> _lengths = [];
    private readonly List<Entry> _entries = [];
    private ulong?[]? _checksums;
    private bool[] _isAsked = [];
    private string _last = string.Empty;

    /// <summary>Adds a cloud file without a local one. Not to be called while moves are searched.</summary>
    public void Add(WxCloudFile file)
    {
        if (file.Length == 0 || _entries.Count == MaxRemembered)
        {
            return;
        }

        if (_entries.Count % PathsPerMark == 0)
        {
            _marks.Add(_paths.Length);
            _last = string.Empty;
        }

        _paths.WriteText(file.CloudPath, _last);
        _last = file.CloudPath;
        _lengths.Add(file.Length);
        _entries.Add(new(file.Length, HashOfName(file.CloudPath), _entries.Count));
    }

    /// <summary>Whether any cloud file has this length.</summary>
    public bool HasLength(long length) => _lengths.Contains(length);

    /// <summary>The cloud path of a file with this content; <see langword="null"/> when there is none.</summary>
    /// <param name="cloudPath">The destination of the file.</param>
    /// <param name="length">Its length.</param>
    /// <param name="crc64">Its CRC64.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<string?> FindAsync(string cloudPath, long length, string crc64, CancellationToken cancellationToken)
    {
        foreach (var index in Candidates(length, HashOfName(cloudPath)))
        {
            var path = PathOf(index);
            if (await ChecksumOfAsync(index, path, cancellationToken).ConfigureAwait(false) is { } checksum && checksum.ToString(CultureInfo.InvariantCulture) == crc64)
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Files of one name have one hash, and hardly any others have it.</summary>
    private static uint HashOfName(string cloudPath)
    {
        // FNV-1a (RFC 9923): the same in every process, and short.
        var hash = 2166136261;
        for (var index = cloudPath.LastIndexOf('/') + 1; index < cloudPath.Length; index++)
        {
            hash = unchecked((hash ^ cloudPath[index]) * 16777619);
        }

        return hash;
    }

    /// <summary>The files of a length, those of a name first; each is the number of a path.</summary>
    private List<int> Candidates(long length, uint name)
    {
        var found = new List<int>();
        lock (_gate)
        {
            if (_checksums is null)
            {
                _entries.Sort(s_byLengthAndName);
                _checksums = new ulong?[_entries.Count];
                _isAsked = new bool[_entries.Count];
            }

            var from = PlaceOf(new(length, 0, 0));
            for (var place = PlaceOf(new(length, name, 0)); found.Count < MaxAsked && place < _entries.Count && _entries[place].Length == length; place++)
            {
                found.Add(_entries[place].Index);
            }

            for (var place = from; found.Count < MaxAsked && place < _entries.Count && s_byLengthAndName.Compare(_entries[place], new(length, name, 0)) < 0; place++)
            {
                found.Add(_entries[place].Index);
            }
        }

        return found;
    }

    private int PlaceOf(Entry entry)
    {
        var place = _entries.BinarySearch(entry, s_byLengthAndName);
        return place < 0 ? ~place : place;
    }

    private string PathOf(int index)
    {
        var reader = new PackedBuffer.Reader(_paths, _marks[index / PathsPerMark]);
        var path = string.Empty;
        for (var left = index % PathsPerMark; left >= 0; left--)
        {
            path = reader.ReadText(path);
        }

        return path;
    }

    private async Task<ulong?> ChecksumOfAsync(int index, string path, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isAsked[index])
            {
                return _checksums![index];
            }
        }

        var head = await bucket.Objects.HeadAsync(bucket.Address.KeyOf(path), path, cancellationToken).ConfigureAwait(false);
        ulong? checksum = ulong.TryParse(head?.Crc64, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        lock (_gate)
        {
            (_checksums![index], _isAsked[index]) = (checksum, true);
        }

        return checksum;
    }

    /// <summary>A cloud file without a local one.</summary>
    private readonly record struct Entry(long Length, uint Name, int Index);
}
