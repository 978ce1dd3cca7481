using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace WxCloud.Cmdlets.Sessions;

/// <summary>The names that the commands of a runspace emitted or used last, for completion.</summary>
internal sealed class RecentNames
{
    private static readonly ConditionalWeakTable<Runspace, RecentNames> s_byRunspace = new();

    private readonly Ring _fileIds = new();
    private readonly Ring _functions = new();

    /// <summary>The names of the calling thread's runspace.</summary>
    public static RecentNames Current => s_byRunspace.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The fileIDs of results, the latest first.</summary>
    public IReadOnlyList<string> FileIds => _fileIds.ToList();

    /// <summary>The functions that were called, the latest first.</summary>
    public IReadOnlyList<string> Functions => _functions.ToList();

    /// <summary>Keeps the fileID of a result that has one.</summary>
    public void AddResult(object? result)
    {
        var fileId = result switch
        {
            WxCloudFile { IsFolder: false } file => file.FileId,
            WxCloudDownload download => download.FileId,
            WxTempFileUrl link => link.FileId,
            _ => null,
        };
        if (fileId is not null)
        {
            _fileIds.Add(fileId);
        }
    }

    public void AddFunction(string name) => _functions.Add(name);

    /// <summary>The last names; older ones are overwritten, so that a listing of any length keeps a few texts only.</summary>
    private sealed class Ring
    {
        private const int Capacity = 64;

        private readonly object _gate = new();
        private readonly string?[] _names = new string?[Capacity];
        private int _next;

        public void Add(string name)
        {
            lock (_gate)
            {
                _names[_next] = name;
                _next = (_next + 1) % Capacity;
            }
        }

        public IReadOnlyList<string> ToList()
        {
            lock (_gate)
            {
                return [.. Enumerable.Range(1, Capacity).Select(back => _names[(_next - back + Capacity) % Capacity]).OfType<string>().Distinct(StringComparer.Ordinal)];
            }
        }
    }
}
