using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos.Buckets;
using WxCloud.Model;
using WxCloud.Model.References;
using WxCloud.Storage;
using WxCloud.Transfers.Links;

namespace WxCloud.Orphans;

/// <summary>
/// Requests from the service whether files that documents name are stored, fifty a call. A file that was stored after the listing is not
/// missing, nor is one whose text can be read as the name of a stored file.
/// </summary>
internal sealed class MissingFiles(StorageClient storage, BucketAddress address)
{
    /// <summary>The limit of other readings of one text that are requested; a text with more is running text with punctuation.</summary>
    private const int MaxReadings = 200;

    /// <summary>Whether the files of some names are missing; one answer each, in their order.</summary>
    /// <param name="names">The names, of which at most 50 have a likely reading of their own.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<IReadOnlyList<MissingAnswer>> TestAsync(IReadOnlyList<NamedFile> names, CancellationToken cancellationToken)
    {
        var likely = await LookUpAsync(names.Select(static name => name.Place!.CloudPath), cancellationToken).ConfigureAwait(false);
        var results = new List<MissingAnswer>(names.Count);
        var (last, isLastStored) = (string.Empty, false);
        foreach (var name in names)
        {
            var answer = likely[name.Place!.CloudPath];
            if (answer.Error is { } error)
            {
                results.Add(new(IsMissing: false, error));
                continue;
            }

            // Names come in order, so that the same one often follows.
            if (!answer.Value && last != name.Extent)
            {
                isLastStored = await IsOtherReadingStoredAsync(name, cancellationToken).ConfigureAwait(false);
                last = name.Extent;
            }

            results.Add(new(!answer.Value && !isLastStored, Error: null));
        }

        return results;
    }

    /// <summary>The paths that a name may mean beside the likely one: wherever a name can end, in every reading.</summary>
    internal static IEnumerable<string> OtherReadings(NamedFile name) =>
        new[] { name.Extent }.Concat(name.Place!.OtherExtents)
            .SelectMany(static extent => Enumerable.Range(1, extent.Length).Where(length => NameEnd.IsPossible(extent, length)).Select(length => extent.Substring(0, length)))
            .Where(path => path != name.Place.CloudPath && IsPossible(path))
            .Distinct(StringComparer.Ordinal)
            .Take(MaxReadings);

    private static bool IsPossible(string path)
    {
        try
        {
            return CloudPath.CheckFile(path).Length > 0;
        }
        catch (WxCloudException)
        {
            return false;
        }
    }

    private async Task<bool> IsOtherReadingStoredAsync(NamedFile name, CancellationToken cancellationToken)
    {
        var others = OtherReadings(name).ToList();
        for (var i = 0; i < others.Count; i += StorageClient.MaxFileIds)
        {
            var answers = await LookUpAsync(others.Skip(i).Take(StorageClient.MaxFileIds), cancellationToken).ConfigureAwait(false);
            if (answers.Values.Any(static answer => answer.Error is not null || answer.Value))
            {
                // In doubt no file is reported as missing.
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether files are stored, or why that is not known.</summary>
    private async Task<Dictionary<string, Outcome<string, bool>>> LookUpAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, Outcome<string, bool>>(StringComparer.Ordinal);
        var requested = new List<FileId>();
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
        {
            if (IsPossible(path))
            {
                requested.Add(address.FileIdOf(path));
            }
            else
            {
                answers[path] = new(path, value: false);
            }
        }

        foreach (var answer in requested.Count == 0 ? [] : await CallAsync(requested, cancellationToken).ConfigureAwait(false))
        {
            answers[answer.Item.CloudPath] = answer.Error is { Category: not WxCloudErrorCategory.ObjectNotFound } error
                ? new(answer.Item.Text, error)
                : new(answer.Item.Text, answer.Error is null);
        }

        return answers;
    }

    private async Task<IReadOnlyList<Outcome<FileId, FileLink>>> CallAsync(List<FileId> requested, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.GetLinksAsync(address.EnvironmentId, requested, LinkSource.LifetimeSeconds, cancellationToken).ConfigureAwait(false);
        }
        catch (WxCloudException e) when (!e.IsFatal)
        {
            return requested.ConvertAll(fileId => new Outcome<FileId, FileLink>(fileId, e));
        }
    }
}

/// <summary>Whether a file is missing.</summary>
/// <param name="IsMissing">Whether the service has no such file.</param>
/// <param name="Error">Why that is not known; <see langword="null"/> when it is.</param>
internal readonly record struct MissingAnswer(bool IsMissing, WxCloudException? Error);
