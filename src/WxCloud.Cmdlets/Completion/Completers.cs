using System;
using System.Collections.Generic;
using System.Linq;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Sessions;
using WxCloud.Connections;
using WxCloud.Model;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the names of the session's connections.</summary>
public sealed class ConnectionNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CompletionRequest request) => request.Match(SessionConnections.Current.ToList()
        .OrderBy(static connection => connection.Name, StringComparer.OrdinalIgnoreCase)
        .Select(static connection => new Candidate(connection.Name, $"{connection.EnvironmentId} {connection.Endpoint}".Trim())));
}

/// <summary>Completes the environments of the session's connections, and that of <c>WXCLOUD_ENV</c>.</summary>
public sealed class EnvironmentCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CompletionRequest request) => request.Match(SessionConnections.Current.ToList()
        .Select(static connection => connection.EnvironmentId)
        .Append(Environment.GetEnvironmentVariable(EnvironmentVariables.EnvironmentId)?.Trim())
        .Where(static name => !string.IsNullOrEmpty(name))
        .Distinct(StringComparer.Ordinal)
        .OrderBy(static name => name, StringComparer.OrdinalIgnoreCase)
        .Select(static name => new Candidate(name!)));
}

/// <summary>Completes the names of encodings.</summary>
public sealed class EncodingCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CompletionRequest request) => request.Match(EncodingNameAttribute.Names.Select(static name => new Candidate(name)));
}

/// <summary>Completes the names of the user's saved profiles.</summary>
public sealed class ProfileNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        request.Match(SavedProfiles.Open().Names().OrderBy(static name => name, StringComparer.OrdinalIgnoreCase).Select(static name => new Candidate(name)));
}

/// <summary>Completes the common content types.</summary>
public sealed class ContentTypeCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        request.Match(ContentTypes.Known.OrderBy(static type => type, StringComparer.Ordinal).Select(static type => new Candidate(type)));
}

/// <summary>Completes the fileIDs of the session's last results, the latest first: by their beginning, or by the beginning of the cloud path or the name.</summary>
public sealed class FileIdCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Find(CompletionRequest request) => RecentNames.Current.FileIds
        .Where(fileId => Beginnings(fileId).Any(text => text.StartsWith(request.Typed, StringComparison.OrdinalIgnoreCase)))
        .Select(static fileId => new Candidate(fileId, Texts.Format("Completion.RecentFile")));

    private static IEnumerable<string> Beginnings(string fileId)
    {
        yield return fileId;
        yield return fileId.Substring(fileId.LastIndexOf('/') + 1);
        if (FileId.ParseOrNull(fileId) is { } parsed)
        {
            yield return parsed.CloudPath;
        }
    }
}
