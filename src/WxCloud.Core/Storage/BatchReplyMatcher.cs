using System;
using System.Collections.Generic;
using WxCloud.Model;

namespace WxCloud.Storage;

/// <summary>
/// Finds the reply to each of the files that were asked for. Replies come in the order of the request, but nothing promises
/// it, nor that a service keeps both of two equal entries or spells a fileID as it was given.
/// </summary>
internal sealed class BatchReplyMatcher
{
    private readonly IReadOnlyList<FileId> _asked;
    private readonly IReadOnlyList<StorageReplyItem?> _replies;
    private readonly HashSet<string> _askedIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StorageReplyItem> _byId = new(StringComparer.Ordinal);

    public BatchReplyMatcher(IReadOnlyList<FileId> asked, IReadOnlyList<StorageReplyItem?> replies)
    {
        _asked = asked;
        _replies = replies;
        foreach (var fileId in asked)
        {
            _askedIds.Add(fileId.Text);
        }

        foreach (var reply in replies)
        {
            if (reply?.Id is { } id)
            {
                _byId.TryAdd(id, reply);
            }
        }
    }

    /// <summary>The reply to the file at this place; <see langword="null"/> when there is none.</summary>
    public StorageReplyItem? Find(int index)
    {
        var inPlace = index < _replies.Count ? _replies[index] : null;
        var id = _asked[index].Text;
        if (inPlace?.Id == id)
        {
            return inPlace;
        }

        if (_byId.TryGetValue(id, out var elsewhere))
        {
            return elsewhere;
        }

        var isSpeltOtherwise = _replies.Count == _asked.Count && inPlace is not null && !_askedIds.Contains(inPlace.Id ?? string.Empty);
        return isSpeltOtherwise ? inPlace : null;
    }
}
