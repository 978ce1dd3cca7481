using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Model;

namespace WxCloud.Storage;

/// <summary>
/// Matches the replies of a batch call to the requested files. The documentation does not promise that replies keep
/// the order of the request, that both of two equal entries are answered, or that a fileID is spelled as in the request: samples
/// of developers.weixin.qq.com/minigame/dev/wxcloud/reference-http-api/storage/ write the bucket with and without the account
/// number. A reply is matched by its exact text, else by environment and cloud path, else by its position.
/// </summary>
internal sealed class BatchReplyMatcher(IReadOnlyList<FileId> asked, IReadOnlyList<StorageReplyItem?> replies)
{
    /// <summary><see langword="null"/> when each reply has the text and the position of its file, as nearly always.</summary>
    private readonly NamedReplies? _named = AreInOrder(asked, replies) ? null : new(asked, replies);

    /// <summary>The reply to the file at an index of the request; each index is requested once, in ascending order.</summary>
    /// <returns>The reply; <see langword="null"/> when there is none.</returns>
    public StorageReplyItem? Find(int index) => _named is null ? replies[index] : _named.Find(index);

    private static bool AreInOrder(IReadOnlyList<FileId> asked, IReadOnlyList<StorageReplyItem?> replies)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            if (replies.Count != asked.Count || replies[i]?.Id != asked[i].Text)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Replies by the names in them.</summary>
internal sealed class NamedReplies
{
    private readonly IReadOnlyList<FileId> _asked;
    private readonly IReadOnlyList<StorageReplyItem?> _replies;
    private readonly HashSet<string> _askedTexts;
    private readonly HashSet<(string, string, string)> _askedFiles;
    private readonly HashSet<(string, string)> _askedPaths;
    private readonly ILookup<string, int> _byText;
    private readonly ILookup<(string, string, string), int> _byFile;
    private readonly ILookup<(string, string), int> _byPath;
    private readonly HashSet<int> _used = [];

    public NamedReplies(IReadOnlyList<FileId> asked, IReadOnlyList<StorageReplyItem?> replies)
    {
        _asked = asked;
        _replies = replies;
        _askedTexts = new(asked.Select(static fileId => fileId.Text), StringComparer.Ordinal);
        _askedFiles = [.. asked.Select(FileKey)];
        _askedPaths = [.. asked.Select(PathKey)];
        var named = replies
            .Select(static (reply, place) => (Place: place, FileId: reply?.Id is { } id ? FileId.ParseOrNull(id) : null))
            .Where(static reply => reply.FileId is not null)
            .ToList();
        _byText = named.ToLookup(static reply => reply.FileId!.Text, static reply => reply.Place, StringComparer.Ordinal);
        _byFile = named.ToLookup(static reply => FileKey(reply.FileId!), static reply => reply.Place);

        // The exact answer to one file is no answer to another file of the same path in another bucket.
        _byPath = named
            .Where(reply => !_askedFiles.Contains(FileKey(reply.FileId!)))
            .ToLookup(static reply => PathKey(reply.FileId!), static reply => reply.Place);
    }

    /// <inheritdoc cref="BatchReplyMatcher.Find"/>
    public StorageReplyItem? Find(int index)
    {
        var fileId = _asked[index];
        var text = _byText[fileId.Text];
        var file = _byFile[FileKey(fileId)];
        var candidates = text.Any() ? text : file.Any() ? file : _byPath[PathKey(fileId)];
        if (!candidates.Any())
        {
            return ByPosition(index);
        }

        // Equal entries get as many answers as there are, in their order.
        var place = candidates.Where(candidate => !_used.Contains(candidate)).DefaultIfEmpty(candidates.First()).First();
        _used.Add(place);
        return _replies[place];
    }

    /// <summary>The reply at the same position, when every file was answered and that reply names no other file of the request.</summary>
    private StorageReplyItem? ByPosition(int index)
    {
        var reply = _replies.Count == _asked.Count ? _replies[index] : null;
        var namesAnother = reply?.Id is { } id
            && (_askedTexts.Contains(id) || (FileId.ParseOrNull(id) is { } fileId && _askedPaths.Contains(PathKey(fileId))));
        return namesAnother ? null : reply;
    }

    private static (string Environment, string Bucket, string CloudPath) FileKey(FileId fileId) =>
        (fileId.EnvironmentId, fileId.BucketWithoutAccount, fileId.CloudPath);

    private static (string Environment, string CloudPath) PathKey(FileId fileId) => (fileId.EnvironmentId, fileId.CloudPath);
}
