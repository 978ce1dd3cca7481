using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes cloud paths, one level at a time.</summary>
public class CloudPathCompleter : ServiceCompleter
{
    private const int MaxListed = 100;

    private protected sealed override string KeyOf(string typed) => typed;

    private protected sealed override IEnumerable<Candidate> Choose(CompletionRequest request, IEnumerable<Candidate> candidates) => candidates;

    private protected sealed override async Task<List<Candidate>> FetchAsync(WxCloudConnection connection, string environmentId, string typed, CancellationToken cancellationToken)
    {
        var paths = new List<Candidate>();
        var files = connection.Engine.Files.ListAsync(new() { EnvironmentId = environmentId, Prefix = ToPath(typed) }, cancellationToken);
        await foreach (var file in files.ConfigureAwait(false))
        {
            paths.Add(new(FromPath(file.CloudPath), Describe(file)));
            if (paths.Count == MaxListed)
            {
                break;
            }
        }

        return paths;
    }

    /// <summary>The path that a typed text stands for.</summary>
    private protected virtual string ToPath(string typed) => typed;

    /// <summary>The text that stands for a path.</summary>
    private protected virtual string FromPath(string path) => path;

    private static string Describe(WxCloudFile file) => file.IsFolder
        ? Texts.Format("Completion.Folder")
        : Texts.Format("Completion.File", file.Length.ToString("N0", CultureInfo.CurrentCulture), file.LastModified?.LocalDateTime.ToString("g", CultureInfo.CurrentCulture));
}

/// <summary>Completes cloud paths of a parameter that takes wildcards.</summary>
public sealed class CloudPatternCompleter : CloudPathCompleter
{
    private protected override string ToPath(string typed) => Model.NamePattern.Unescape(typed);

    private protected override string FromPath(string path) => path.Replace("`", "``").Replace("[", "`[").Replace("*", "`*").Replace("?", "`?");
}
