using System;
using System.Collections.Generic;
using System.Diagnostics;
using WxCloud.Storage.Buckets;

namespace WxCloud.Cmdlets.Provider.Drives;

/// <summary>
/// What was just learned about names. PowerShell asks a provider for every item several times: whether it is there, whether it is a
/// folder, and then for the item, each time through another instance of the provider. What one command learned serves that command;
/// commands that do not identify themselves, such as Set-Location, take what was seen a moment ago. Memory is bounded.
/// </summary>
internal sealed class NameMemory
{
    private const int MaxNames = 10_000;

    /// <summary>A command that lists many files comes back to each of them this late.</summary>
    private static readonly TimeSpan s_forSameCommand = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_forOthers = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What is known of a path; <see langword="null"/> when the storage has to be asked.</summary>
    public NameFact? Find(string cloudPath, DriveCommand command)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(cloudPath, out var entry))
            {
                return null;
            }

            var age = TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - entry.LearnedOn) / (double)Stopwatch.Frequency);
            var isKnown = command.Key is { } key && ReferenceEquals(key, entry.Key)
                ? age < s_forSameCommand
                : !command.AsksAfresh && (entry.Fact.Name.Exists || entry.Fact.Error is not null) && age < s_forOthers;
            return isKnown ? entry.Fact : null;
        }
    }

    public NameFact Add(string cloudPath, NameFact fact, DriveCommand command)
    {
        lock (_gate)
        {
            if (_entries.Count >= MaxNames)
            {
                _entries.Clear();
            }

            _entries[cloudPath] = new(fact, command.Key, Stopwatch.GetTimestamp());
            return fact;
        }
    }

    /// <summary>Adds one row of a listing, in which a file and a folder of one name are two.</summary>
    public void AddListed(string cloudPath, WxCloudFile row, DriveCommand command)
    {
        var known = Find(cloudPath, command)?.Name;
        Add(cloudPath, new(row.IsFolder ? new(known?.File, row) : new(row, known?.Folder), Error: null), command);
    }

    /// <summary>Forgets everything, since something was changed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>Forgets a path and the folders that contain it: the last file of a folder takes the folder with it.</summary>
    public void Forget(string cloudPath)
    {
        lock (_gate)
        {
            for (var path = cloudPath; path.Length > 0; path = path.Substring(0, Math.Max(0, path.LastIndexOf('/'))))
            {
                _entries.Remove(path);
            }
        }
    }

    private readonly record struct Entry(NameFact Fact, object? Key, long LearnedOn);
}

/// <summary>What was learned about a name.</summary>
/// <param name="Name">What stands under it; nothing when there is an error.</param>
/// <param name="Error">Why the storage could not answer; <see langword="null"/> when it did.</param>
internal readonly record struct NameFact(StoredName Name, WxCloudException? Error);
