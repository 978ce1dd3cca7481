using System;
using System.Collections.Generic;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>
/// Finds paths below a file, such as <c>a/b</c> where <c>a</c> is a file. The paths come sorted, so that only the files whose
/// names the present path begins with are remembered.
/// </summary>
internal sealed class AncestorFiles
{
    private readonly Stack<string> _files = new();

    /// <summary>Whether a path is below a file that was added.</summary>
    public bool Contain(string path)
    {
        while (_files.Count > 0 && !path.StartsWith(_files.Peek(), StringComparison.Ordinal))
        {
            _files.Pop();
        }

        foreach (var file in _files)
        {
            if (path.Length > file.Length && path[file.Length] == '/')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a file, after <see cref="Contain"/> was called for its path.</summary>
    public void Add(string path) => _files.Push(path);
}
