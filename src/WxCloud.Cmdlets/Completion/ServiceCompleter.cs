using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes from the environment that the command would use. It never asks a question, and shows nothing when the service does not answer in time.</summary>
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
            var question = string.Join("\n", GetType().Name, environmentId, QuestionOf(request.Typed));
            var found = ServiceLookup.Find(connection, question, cancellationToken => AskAsync(connection, environmentId, request.Typed, cancellationToken));
            local = local.Concat(found.Where(candidate => local.All(known => known.Value != candidate.Value))).ToList();
        }

        return Choose(request, local);
    }

    /// <summary>What is known without the service.</summary>
    private protected virtual IReadOnlyList<Candidate> FindHere() => [];

    /// <summary>What of the typed text the answer depends on.</summary>
    private protected virtual string QuestionOf(string typed) => string.Empty;

    /// <summary>The candidates that complete what was typed.</summary>
    private protected virtual IEnumerable<Candidate> Choose(CompletionRequest request, IEnumerable<Candidate> candidates) => request.Match(candidates);

    private protected abstract Task<List<Candidate>> AskAsync(WxCloudConnection connection, string environmentId, string typed, CancellationToken cancellationToken);
}
