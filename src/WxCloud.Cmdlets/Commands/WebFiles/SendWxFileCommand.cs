using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using WxCloud.Cmdlets.Base;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Errors;
using WxCloud.Model;
using WxCloud.WebFiles;

namespace WxCloud.Cmdlets.Commands;

/// <summary>Posts files to any server, as <c>wx.uploadFile</c> does.</summary>
[Cmdlet(VerbsCommunications.Send, "WxFile", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(WxFileResponse))]
public sealed class SendWxFileCommand : WebFileCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private LocalPaths? _paths;
    private IItemStream<Outcome<string, WebUpload>>? _files;

    /// <summary>The address to post to.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public Uri Uri { get; set; } = null!;

    /// <summary>The files to send; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PathText]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files to send, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("LocalPath", "FullName", "PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The name of the file's part in the form.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "file";

    /// <summary>Further form fields; they go before the file.</summary>
    [Parameter]
    public IDictionary? FormData { get; set; }

    private protected override void Begin()
    {
        _paths = new(SessionState.Path);
        _files = OpenTransfers<WebUpload, WxFileResponse>(Texts.Format("SendWeb.Activity"), async (client, upload, transfers, cancellationToken) =>
        {
            using var meter = transfers.Begin(upload.LocalPath, new FileInfo(upload.LocalPath) is { Exists: true } file ? file.Length : 0);
            return await client.SendAsync(upload, meter, cancellationToken).ConfigureAwait(false);
        });
    }

    private protected override void Process()
    {
        foreach (var given in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            foreach (var found in _paths!.Find(given, ParameterSetName == ByLiteralPath))
            {
                if (found.Error is { } error)
                {
                    WriteError(error);
                    continue;
                }

                var (item, path) = (found.Item, found.Value.FullPath);
                if (ShouldProcess(Texts.Format("SendWeb.Target", path, Uri.GetLeftPart(UriPartial.Path)), Texts.Format("Send.Action")))
                {
                    _files!.Add(new(item, new WebUpload { Uri = Uri, LocalPath = path, Name = Name, Header = HeaderFields, FormData = FieldsOf(FormData) }));
                }
            }
        }
    }
}
