using System.Collections.Generic;
using System.IO;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Transfers.Upload;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>
/// Walks a folder in the order in which cloud storage lists: by the UTF-8 bytes of the whole path. Memory is the names of the
/// folders on the way to the present file, however many there are elsewhere. Links are followed as an upload with -Recurse does.
/// </summary>
/// <param name="root">The full path of the folder.</param>
/// <param name="log">Gets a warning for each entry that is left out; <see langword="null"/> for none.</param>
internal sealed class LocalTree(string root, EngineLog? log)
{
    /// <summary>What the folder holds; nothing when it is missing.</summary>
    public IEnumerable<LocalNode> Walk()
    {
        if (LocalEntry.KindOf(root) == LocalKind.Missing)
        {
            yield break;
        }

        var folders = new Stack<Level>();
        folders.Push(new(new(root, string.Empty, new(LocalEntry.RealPath(root), Above: null))));
        while (folders.Count > 0)
        {
            var level = folders.Peek();
            if (level.TakeFailure() is { } failure)
            {
                yield return new(LocalNodeKind.FolderUnreadable, level.Folder.Name, level.Folder.Path, Error: failure);
            }
            else if (!level.TryTake(out var name))
            {
                folders.Pop();
            }
            else if (name.EndsWith('/'))
            {
                var path = Path.Combine(level.Folder.Path, name.Substring(0, name.Length - 1));
                if (level.Folder.Enter(path, new DirectoryInfo(path), log) is { } inner)
                {
                    folders.Push(new(inner));
                }
                else
                {
                    yield return new(LocalNodeKind.FolderLeftOut, level.Folder.Name + name, path);
                }
            }
            else
            {
                yield return Look(level.Folder.Name + name, Path.Combine(level.Folder.Path, name));
            }
        }
    }

    private LocalNode Look(string name, string path)
    {
        try
        {
            switch (LocalEntry.KindOf(path))
            {
                case LocalKind.File when LocalFileState.Read(path) is { } state:
                    return new(LocalNodeKind.File, name, path, state.Length, state.LastWriteTime);
                case LocalKind.Other:
                    log?.Warn(Messages.Format("Local.LeftOutNotOrdinary", path));
                    return new(LocalNodeKind.FileLeftOut, name, path);
                default:
                    return new(LocalNodeKind.FileUnreadable, name, path, Error: LocalEntry.Missing(path));
            }
        }
        catch (WxCloudException e)
        {
            return new(LocalNodeKind.FileUnreadable, name, path, Error: e);
        }
    }

    /// <summary>A folder whose names are given out one by one.</summary>
    private sealed class Level
    {
        private readonly List<string> _names = [];
        private WxCloudException? _failure;
        private int _next;

        public Level(WalkedFolder folder)
        {
            Folder = folder;
            foreach (var listed in FolderListing.Read(folder.Path))
            {
                if (listed.Error is { } error)
                {
                    _failure = error;
                }
                else
                {
                    // The slash after a folder's name sorts its files among those beside it: a.txt comes before a/b.
                    _names.Add(listed.Value is DirectoryInfo ? listed.Value.Name + "/" : listed.Value!.Name);
                }
            }

            _names.Sort(KeyOrder.Instance);
        }

        public WalkedFolder Folder { get; }

        /// <summary>Why the folder could not be listed to its end, once.</summary>
        public WxCloudException? TakeFailure()
        {
            var failure = _failure;
            _failure = null;
            return failure;
        }

        public bool TryTake(out string name)
        {
            name = _next < _names.Count ? _names[_next] : string.Empty;
            return _next++ < _names.Count;
        }
    }
}
