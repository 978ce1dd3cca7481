using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the collections of the environment.</summary>
public sealed class CollectionNameCompleter : ServiceCompleter
{
    private const int MaxListed = 1000;

    private protected override async Task<List<Candidate>> FetchAsync(WxCloudConnection connection, string environmentId, string typed, CancellationToken cancellationToken)
    {
        var names = new List<Candidate>();
        await foreach (var collection in connection.Engine.Collections.ListAsync(environmentId, cancellationToken).ConfigureAwait(false))
        {
            names.Add(new(collection.Name, Texts.Format("Completion.Collection", collection.Count.ToString("N0", CultureInfo.CurrentCulture))));
            if (names.Count == MaxListed)
            {
                break;
            }
        }

        return names;
    }
}
