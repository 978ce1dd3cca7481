using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Completion;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Lists the collections of an environment.</summary>
[Cmdlet(VerbsCommon.Get, "WxCloudCollection")]
[OutputType(typeof(WxCloudCollection))]
public sealed class GetWxCloudCollectionCommand : EnvironmentCommand
{
    /// <summary>The names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CollectionNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override void Process()
    {
        var environmentId = RequiredEnvironment;
        var client = Connected.Engine.Collections;
        var all = Run(token => ListAsync(client.ListAsync(environmentId, token), token));
        foreach (var name in Name)
        {
            var found = all.Where(collection => WildcardPattern.Get(name, WildcardOptions.None).IsMatch(collection.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(CommandErrors.CollectionUnknown(name));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }

    private static async Task<List<WxCloudCollection>> ListAsync(IAsyncEnumerable<WxCloudCollection> collections, CancellationToken cancellationToken)
    {
        var all = new List<WxCloudCollection>();
        await foreach (var collection in collections.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            all.Add(collection);
        }

        return all;
    }
}
