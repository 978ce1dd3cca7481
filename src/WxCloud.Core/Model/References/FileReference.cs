using System.Collections.Generic;

namespace WxCloud.Model.References;

/// <summary>How a text names a stored file.</summary>
internal enum FileReferenceKind
{
    /// <summary>By its fileID.</summary>
    FileId,

    /// <summary>By an address at which the storage serves it.</summary>
    Url,
}

/// <summary>
/// A place in a text where a stored file is named. Where a name ends inside a longer text is not always certain, since cloud paths
/// may hold spaces and punctuation: <see cref="CloudPath"/> is the likely reading, <see cref="Extents"/> covers all.
/// </summary>
/// <param name="Kind">How it is named.</param>
/// <param name="Position">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is as the text spells it, with the query of a URL.</param>
/// <param name="RootLength">How much of it names the environment and its bucket: all before the cloud path.</param>
/// <param name="PathLength">How much of it spells the cloud path; a query may follow.</param>
/// <param name="CloudPath">The cloud path, decoded.</param>
internal sealed record FileReference(FileReferenceKind Kind, int Position, int Length, int RootLength, int PathLength, string CloudPath)
{
    /// <summary>Decoded texts, at least one of which begins with the cloud path; several where more than one decoding is possible.</summary>
    public required IReadOnlyList<string> Extents { get; init; }

    /// <summary>How the text writes the colon and the slash, which shows its escapes: <c>:</c> and <c>\/</c> inside JSON, for example.</summary>
    public required Spelling Spelling { get; init; }
}
