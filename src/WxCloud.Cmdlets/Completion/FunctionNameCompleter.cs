using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Emulation;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Sessions;

namespace WxCloud.Cmdlets.Completion;

/// <summary>Completes the functions that this session called, and those of an emulator: the HTTP API has no documented call that lists them.</summary>
public sealed class FunctionNameCompleter : ServiceCompleter
{
    private protected override IReadOnlyList<Candidate> FindHere() =>
        [.. RecentNames.Current.Functions.Select(static name => new Candidate(name, Texts.Format("Completion.RecentFunction")))];

    private protected override async Task<List<Candidate>> FetchAsync(WxCloudConnection connection, string environmentId, string typed, CancellationToken cancellationToken) =>
        connection.IsEmulator
            ? [.. (await EmulatorFunctions.ListAsync(connection.Endpoint, cancellationToken).ConfigureAwait(false)).Select(static name => new Candidate(name))]
            : [];
}
