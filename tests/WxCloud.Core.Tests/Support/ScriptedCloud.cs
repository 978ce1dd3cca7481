using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;
using WxCloud.Transfers;

namespace WxCloud.Core.Tests.Support;

/// <summary>The three storage calls answered properly, and an object host that behaves as the test wants.</summary>
internal sealed class ScriptedCloud : IAsyncDisposable
{
    public const string FilePath = "dir/file.bin";
    public const string FileId = "cloud://env.6465-env-1250000000/" + FilePath;

    private readonly ScriptedServer _server;
    private readonly WxCloudConnection _connection;

    public ScriptedCloud(Func<ScriptedRequest, ScriptedReply> objectHost, TimeSpan? timeout = null, string path = FilePath)
    {
        _server = new(request => request.Target.StartsWith("/tcb/", StringComparison.Ordinal) ? Control(request, path) : objectHost(request));
        _connection = new(
            new()
            {
                Credential = WxCredentialKind.AccessToken,
                AccessToken = new("a token"),
                EnvironmentId = "env",
                Endpoint = _server.Endpoint,
                Timeout = timeout ?? TimeSpan.FromHours(1),
            },
            new HurriedTime());
    }

    public ConnectionServices Services => _connection.Services;

    public IEnumerable<ScriptedRequest> ObjectRequests => _server.Requests.Where(static request => request.Target.StartsWith("/objects/", StringComparison.Ordinal));

    public async Task<Outcome<string, WxCloudDownload>> DownloadAsync(string destination, CancellationToken cancellationToken, string fileId = FileId) =>
        await Services.Downloader
            .ReceiveAsync(new[] { fileId }.ToAsyncEnumerable(), new() { EnvironmentId = "env", Destination = destination }, meter: null, cancellationToken)
            .SingleAsync(cancellationToken);

    public async Task<Outcome<string, WxCloudFile>> UploadAsync(string localPath, CancellationToken cancellationToken) =>
        await Services.Uploader
            .SendAsync(
                new[] { new Outcome<string, UploadItem>(localPath, new UploadItem(localPath, FilePath)) }.ToAsyncEnumerable(),
                new() { EnvironmentId = "env" },
                meter: null,
                cancellationToken)
            .SingleAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    private ScriptedReply Control(ScriptedRequest request, string path) => request.Target.Split('?')[0] switch
    {
        "/tcb/uploadfile" => ScriptedReply.Json(
            $$"""
            {"errcode":0,"errmsg":"ok","url":"{{_server.Endpoint}}objects/{{path}}","token":"session",
             "authorization":"q-sign-algorithm=sha1","file_id":"{{FileId}}","cos_file_id":"meta+/="}
            """),
        _ => ScriptedReply.Json(
            $$"""
            {"errcode":0,"errmsg":"ok","file_list":[{"fileid":"{{FileId}}","download_url":"{{_server.Endpoint}}objects/{{path}}?sign=1&t=2","status":0,"errmsg":"ok"}]}
            """),
    };
}
