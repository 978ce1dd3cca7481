using System;
using System.Collections.Generic;
using System.Diagnostics;
using WxCloud.Storage.Buckets;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>
/// Caches the results for names for a short time. PowerShell calls a provider for every item several times: whether it exists, whether it
/// is a folder, and then for the item, each time through another instance of the provider. A result is reused by the command that
/// requested it; commands without an identity, such as Set-Location, use any recent result. The number of names is bounded.
/// </summary>
internal sealed class NameCache
{
    private const int MaxNames = 10_000;

    /// <summary>So much later a command that lists many files may request one of them.</summary>
    private static readonly TimeSpan s_forSameCommand = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_forOthers = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The cached result for a path; <see langword="null"/> when a request is needed.</summary>
    public NameResult? Find(string cloudPath, DriveCommand command)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(cloudPath, out var entry))
            {
                return null;
            }

            var age = TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - entry.AddedOn) / (double)Stopwatch.Frequency);
            var isKnown = command.Key is { } key && ReferenceEquals(key, entry.Key)
                ? age < s_forSameCommand
                : !command.BypassesCache && (entry.Result.Name.Exists || entry.Result.Error is not null) && age < s_forOthers;
            return isKnown ? entry.Result : null;
        }
    }

    public NameResult Add(string cloudPath, NameResult result, DriveCommand command)
    {
        lock (_gate)
        {
            if (_entries.Count >= MaxNames)
            {
                _entries.Clear();
            }

            _entries[cloudPath] = new(result, command.Key, Stopwatch.GetTimestamp());
            return result;
        }
    }

    /// <summary>Adds one row of a listing, in which a file and a folder of one name are two rows.</summary>
    public void AddListed(string cloudPath, WxCloudFile row, DriveCommand command)
    {
        var known = Find(cloudPath, command)?.Name;
        Add(cloudPath, new(row.IsFolder ? new(known?.File, row) : new(row, known?.Folder), Error: null), command);
    }

    /// <summary>Removes everything, after a change.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>Removes a path and the folders that contain it: a folder exists only while it contains a file.</summary>
    public void Remove(string cloudPath)
    {
        lock (_gate)
        {
            for (var path = cloudPath; path.Length > 0; path = path.Substring(0, Math.Max(0, path.LastIndexOf('/'))))
            {
                _entries.Remove(path);
            }
        }
    }

    private readonly record struct Entry(NameResult Result, object? Key, long AddedOn);
}

/// <summary>The result for a name.</summary>
/// <param name="Name">The file and the folder of this name; empty when there is an error.</param>
/// <param name="Error">Why the request failed; <see langword="null"/> when it did not.</param>
internal readonly record struct NameResult(StoredName Name, WxCloudException? Error);
