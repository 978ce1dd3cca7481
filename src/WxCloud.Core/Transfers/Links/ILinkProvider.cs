using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Storage;

namespace WxCloud.Transfers.Links;

/// <summary>Gives addresses under which files can be read for some minutes.</summary>
internal interface ILinkProvider
{
    /// <summary>Links for up to 50 files; one outcome each, in their order.</summary>
    Task<IReadOnlyList<Outcome<FileId, FileLink>>> GetAsync(IReadOnlyList<FileId> fileIds, CancellationToken cancellationToken);

    /// <summary>Whether another link may help after this failure.</summary>
    bool CanReplace(WxCloudException refusal);

    /// <summary>A link in place of one that was refused.</summary>
    Task<Outcome<FileId, FileLink>> ReplaceAsync(FileId fileId, CancellationToken cancellationToken);
}
