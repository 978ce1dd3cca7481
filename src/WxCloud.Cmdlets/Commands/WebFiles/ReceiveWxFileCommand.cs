using System;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;
using WxCloud.Model;
using WxCloud.WebFiles;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Fetches files from any server, as <c>wx.downloadFile</c> does.</summary>
[Cmdlet(VerbsCommunications.Receive, "WxFile", SupportsShouldProcess = true)]
[OutputType(typeof(WxFileDownload))]
public sealed class ReceiveWxFileCommand : WebFileCommand
{
    private string? _target;
    private int _count;
    private IItemStream<Outcome<string, WebDownload>>? _downloads;

    /// <summary>The addresses to fetch.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    public Uri[] Uri { get; set; } = [];

    /// <summary>The local path of the one file; a temporary file without it.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Saves the body of an error reply as well, instead of failing.</summary>
    [Parameter]
    public SwitchParameter SkipHttpErrorCheck { get; set; }

    private protected override void Begin()
    {
        _target = OutFile is null ? null : new LocalPaths(SessionState.Path).Literal(OutFile);
        _downloads = OpenTransfers<WebDownload, WxFileDownload>(Texts.Format("ReceiveWeb.Activity"), async (client, download, transfers, cancellationToken) =>
        {
            using var meter = transfers.Begin(download.Uri.AbsolutePath, 0);
            return await client.ReceiveAsync(download, meter, cancellationToken).ConfigureAwait(false);
        });
    }

    private protected override void Process()
    {
        foreach (var uri in Uri)
        {
            if (_target is not null && ++_count > 1)
            {
                throw CommandErrors.SeveralForOutFile(_target);
            }

            var shown = uri.GetLeftPart(UriPartial.Path);
            if (ShouldProcess(Texts.Format("Receive.Target", shown, _target ?? System.IO.Path.GetTempPath()), Texts.Format("Receive.Action")))
            {
                _downloads!.Add(new(shown, new WebDownload { Uri = uri, OutFile = _target, Header = HeaderFields, SkipHttpErrorCheck = SkipHttpErrorCheck }));
            }
        }
    }
}
