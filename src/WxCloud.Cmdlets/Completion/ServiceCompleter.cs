using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes from the environment that the command would use. It never prompts, and shows nothing when the service does not answer in time.</summary>
public abstract class ServiceCompleter : ValueCompleter
{
    private protected ServiceCompleter()
    {
    }

    private protected sealed override IEnumerable<Candidate> Find(CompletionRequest request)
    {
        var local = FindHere();
        if (request.Connection is { } connection && request.FindEnvironment(connection) is { } environmentId)
        {
            var key = string.Join("\n", GetType().Name, environmentId, KeyOf(request.Typed));
            var found = ServiceLookup.Find(connection, key, cancellationToken => FetchAsync(connection, environmentId, request.Typed, cancellationToken));
            local = local.Concat(found.Where(candidate => local.All(known => known.Value != candidate.Value))).ToList();
        }

        return Choose(request, local);
    }

    /// <summary>The candidates that are known without a call.</summary>
    private protected virtual IReadOnlyList<Candidate> FindHere() => [];

    /// <summary>The part of the typed text on which the answer depends.</summary>
    private protected virtual string KeyOf(string typed) => string.Empty;

    /// <summary>The candidates that complete what was typed.</summary>
    private protected virtual IEnumerable<Candidate> Choose(CompletionRequest request, IEnumerable<Candidate> candidates) => request.Match(candidates);

    private protected abstract Task<List<Candidate>> FetchAsync(WxCloudConnection connection, string environmentId, string typed, CancellationToken cancellationToken);
}
