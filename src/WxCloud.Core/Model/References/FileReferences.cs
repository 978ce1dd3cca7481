using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace WxCloud.Model.References;

/// <summary>
/// Finds where texts name the files of one environment: by fileID, with any bucket, or by a URL of the bucket, on the hosts of
/// the storage, of the download links or of the emulator; in plain text, rich text, JSON and query strings.
/// </summary>
/// <remarks>A URL on the owner's own domain names a file only when the domain is given: such a URL does not show the bucket.</remarks>
internal sealed class FileReferences
{
    /// <summary>A name that is escaped twice takes six characters for a byte at the worst.</summary>
    private const int MaxSpelledLength = CloudPath.MaxBytes * 6;

    /// <summary>Hosts of download links. Whether their paths begin with the base path of a shared bucket is not documented.</summary>
    private const string LinkHostEnd = ".tcb.qcloud.la";

    private const string Slash = @"(?:\\*/|%(?:25)*2[Ff]|&\#(?:47|[xX]2[Ff]);|\\+u002[Ff])";
    private const string Colon = @"(?::|%(?:25)*3[Aa]|&\#(?:58|[xX]3[Aa]);|\\+u003[Aa])";

    private static readonly TimeSpan s_noTimeout = Regex.InfiniteMatchTimeout;

    private readonly string[] _hosts;
    private readonly bool _hasBasePath;
    private readonly Regex _fileIds;
    private readonly Regex _urls;

    /// <param name="environmentId">The environment.</param>
    /// <param name="bucket">The full name of its bucket, with the account's number.</param>
    /// <param name="basePath">The beginning of every key in a shared bucket; usually empty.</param>
    /// <param name="domains">Further host names at which the environment's files are served.</param>
    public FileReferences(string environmentId, string bucket, string basePath = "", IReadOnlyList<string>? domains = null)
    {
        _hosts = [bucket, .. domains ?? []];
        _hasBasePath = basePath.Length > 0;
        var name = Regex.Escape(bucket);
        var host = @"(?<host>\.[A-Za-z0-9.-]+)?";
        var own = string.Join("|", (domains ?? []).Select(Regex.Escape).DefaultIfEmpty("(?!)"));
        var basePathSpelled = string.Join(Slash, basePath.Split('/').Select(Regex.Escape));
        _fileIds = new(
            $@"cloud(?<colon>{Colon})(?<slash>{Slash}){Slash}{Regex.Escape(environmentId)}\.[A-Za-z0-9.-]+{Slash}",
            RegexOptions.CultureInvariant,
            s_noTimeout);
        _urls = new(
            $@"(?:(?i:https?)(?<colon>{Colon}))?(?<slash>{Slash}){Slash}(?:(?i:{name}){host}|(?<own>(?i:{own}))|(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?:{Colon}[0-9]+)?{Slash}(?i:{name}){host})(?:{Colon}[0-9]+)?{Slash}(?<base>{basePathSpelled})?"
            + $@"|(?<![A-Za-z0-9._/-]|(?i:%2F))(?i:{name})(?<host>\.[A-Za-z0-9.-]+)(?:{Colon}[0-9]+)?(?<slash>{Slash})(?<base>{basePathSpelled})?"
            + $@"|(?<=%[0-9A-Fa-f]{{2}}|\\[nrt])(?i:{name})(?<host>\.[A-Za-z0-9.-]+)(?:{Colon}[0-9]+)?(?<slash>{Slash})(?<base>{basePathSpelled})?",
            RegexOptions.CultureInvariant,
            s_noTimeout);
    }

    /// <summary>Finds all references of a text, in their order.</summary>
    public IReadOnlyList<FileReference> Find(string text)
    {
        var matches = Matches(text);
        if (matches.Count == 0)
        {
            return [];
        }

        var references = new List<FileReference>(matches.Count);
        for (var i = 0; i < matches.Count; i++)
        {
            var limit = i + 1 < matches.Count ? matches[i + 1].Match.Index : text.Length;
            if (Read(text, matches[i].Kind, matches[i].Match, limit) is { } reference)
            {
                references.Add(reference);
            }
        }

        return references;
    }

    /// <summary>
    /// Replaces the roots in a text; new ones are spelled like the old ones. A query with a signature is removed, since it is valid for
    /// the old root only.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="rootOf">The new root of a reference, which ends with a slash; <see langword="null"/> leaves it as it is.</param>
    /// <returns>The new text; the same one when nothing changed.</returns>
    public string ReplaceRoots(string text, Func<FileReference, string?> rootOf)
    {
        StringBuilder? changed = null;
        var copied = 0;
        foreach (var reference in Find(text))
        {
            if (rootOf(reference) is not { } root)
            {
                continue;
            }

            changed ??= new(text.Length + 64);
            changed.Append(text, copied, reference.Position - copied).Append(reference.Spelling.Write(root));
            var path = reference.Position + reference.RootLength;
            changed.Append(text, path, reference.PathLength);
            copied = path + reference.PathLength;
            var query = text.Substring(copied, reference.Position + reference.Length - copied);
            copied += IsSignature(query) ? query.Length : 0;
        }

        return changed is null ? text : changed.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsSignature(string query) =>
        query.Contains("sign", StringComparison.Ordinal) && Regex.IsMatch(query, "sign(?:=|%(?:25)*3[Dd]|-algorithm)", RegexOptions.CultureInvariant, s_noTimeout);

    private List<(FileReferenceKind Kind, Match Match)> Matches(string text)
    {
        var matches = new List<(FileReferenceKind Kind, Match Match)>();
        if (text.Contains("cloud", StringComparison.Ordinal))
        {
            matches.AddRange(_fileIds.Matches(text).Cast<Match>().Select(static match => (FileReferenceKind.FileId, match)));
        }

        if (_hosts.Any(host => text.Contains(host, StringComparison.OrdinalIgnoreCase)))
        {
            // A bucket inside a fileID is no URL.
            matches.AddRange(_urls.Matches(text).Cast<Match>()
                .Where(match => IsOfThisEnvironment(match) && !matches.Exists(other => match.Index < other.Match.Index + other.Match.Length && other.Match.Index < match.Index + match.Length))
                .Select(static match => (FileReferenceKind.Url, match))
                .ToList());
            matches.Sort(static (one, other) => one.Match.Index - other.Match.Index);
        }

        return matches;
    }

    private bool IsOfThisEnvironment(Match match) =>
        !_hasBasePath
        || match.Groups["base"].Length > 0
        || match.Groups["own"].Success
        || match.Groups["host"].Value.StartsWith(LinkHostEnd, StringComparison.OrdinalIgnoreCase);

    private static FileReference? Read(string text, FileReferenceKind kind, Match match, int limit)
    {
        var root = match.Index;
        var start = root + match.Length;
        var spelling = new Spelling(match.Groups["colon"] is { Success: true } colon ? colon.Value : ":", match.Groups["slash"].Value);
        var end = NameEnd.Guess(text, root, start, limit, spelling);
        var extents = spelling.ReadAll(Tail(text, root, start, end, limit)).Select(Cut).Where(static extent => extent.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (extents.Count == 0)
        {
            return null;
        }

        var pathEnd = kind == FileReferenceKind.Url ? spelling.FindQuery(text, start, end) : end;
        var spelled = text.Substring(start, pathEnd - start);

        // A text that is only a fileID is not escaped, even if its name looks so.
        var isWhole = kind == FileReferenceKind.FileId && root == 0 && end == text.Length && spelling.IsPlain;
        return new(kind, root, end - root, match.Length, pathEnd - start, isWhole ? spelled : spelling.Read(spelled, kind))
        {
            Extents = extents,
            Spelling = spelling,
        };
    }

    /// <summary>
    /// The part of the text that may belong to a name. In a text that begins with the reference every character may; elsewhere a
    /// character that HTML and JSON would have escaped ends it.
    /// </summary>
    private static string Tail(string text, int root, int start, int end, int limit)
    {
        limit = Math.Min(limit, start + MaxSpelledLength);
        while (end < limit && (root == 0 || !(text[end] is '<' or '>' or '\n' or '\r' or '\0' || (text[end] == '"' && text[end - 1] != '\\'))))
        {
            end++;
        }

        return text.Substring(start, Math.Min(end, limit) - start);
    }

    /// <summary>No cloud path has two slashes in a row, or is longer than its limit: the rest belongs to something else.</summary>
    private static string Cut(string extent)
    {
        var end = extent.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 ? slashes : extent.Length;
        if (end > CloudPath.MaxBytes / 3)
        {
            var bytes = 0;
            var at = 0;
            while (at < end && bytes <= CloudPath.MaxBytes)
            {
                bytes += extent[at] < '\x80' ? 1 : extent[at] < '\u0800' || char.IsSurrogate(extent[at]) ? 2 : 3;
                at++;
            }

            end = at;
        }

        return extent.Length == end ? extent : extent.Substring(0, end);
    }
}
