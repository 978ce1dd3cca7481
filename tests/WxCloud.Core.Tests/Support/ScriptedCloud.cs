using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Model;
using WxCloud.Transfers.Download;
using WxCloud.Transfers.Upload;

namespace WxCloud.Core.Tests.Support;

/// <summary>The three storage calls answered properly, and an object host that answers as the test defines.</summary>
internal sealed class ScriptedCloud : IAsyncDisposable
{
    public const string FilePath = "dir/file.bin";
    public static readonly string FileId = FileIdOf(FilePath);

    private readonly ScriptedServer _server;
    private readonly WxCloudConnection _connection;

    /// <param name="objectHost">How the object host answers.</param>
    /// <param name="timeout">The limit for silence; a hundredth of it passes here.</param>
    /// <param name="path">The cloud path of the one file.</param>
    /// <param name="time">The client's clock; <see langword="null"/> for a hurried one.</param>
    /// <param name="objects">Another object host; <see langword="null"/> for the scripted one.</param>
    /// <param name="api">How the three storage calls are answered; <see langword="null"/> to answer them properly.</param>
    /// <param name="objectHostHead">How the object host answers before it has read the body; <see langword="null"/> to read it first.</param>
    public ScriptedCloud(
        Func<ScriptedRequest, ScriptedReply> objectHost,
        TimeSpan? timeout = null,
        string path = FilePath,
        Uri? objects = null,
        TimeProvider? time = null,
        Func<ScriptedRequest, ScriptedReply>? api = null,
        Func<ScriptedRequest, ScriptedReply?>? objectHostHead = null)
    {
        _server = new(
            request => !IsApi(request) ? objectHost(request) : api?.Invoke(request) ?? Control(request, path, objects ?? _server!.Endpoint),
            request => IsApi(request) ? null : objectHostHead?.Invoke(request));
        _connection = new(
            new()
            {
                Credential = WxCredentialKind.AccessToken,
                AccessToken = new("a token"),
                EnvironmentId = "env",
                Endpoint = _server.Endpoint,
                Timeout = timeout ?? TimeSpan.FromHours(1),
            },
            time ?? new AcceleratedTime());
    }

    public Uri Endpoint => _server.Endpoint;

    public Engine Engine => _connection.Engine;

    public IEnumerable<ScriptedRequest> ObjectRequests => _server.Requests.Where(static request => request.Target.StartsWith("/objects/", StringComparison.Ordinal));

    public static string FileIdOf(string path) => "cloud://env.6465-env-1250000000/" + path;

    public async Task<Outcome<string, WxCloudDownload>> DownloadAsync(string destination, CancellationToken cancellationToken, string? fileId = null) =>
        await DownloadAsync(new DownloadOptions { EnvironmentId = "env", Destination = destination }, cancellationToken, fileId);

    public async Task<Outcome<string, WxCloudDownload>> DownloadAsync(DownloadOptions options, CancellationToken cancellationToken, string? fileId = null) =>
        await Engine.Downloader.ReceiveAsync(new[] { fileId ?? FileId }.ToAsyncEnumerable(), options, meter: null, cancellationToken).SingleAsync(cancellationToken);

    public async Task<Outcome<string, WxCloudFile>> UploadAsync(string localPath, CancellationToken cancellationToken) =>
        await Engine.Uploader
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

    private static bool IsApi(ScriptedRequest request) => request.Target.StartsWith("/tcb/", StringComparison.Ordinal);

    private static ScriptedReply Control(ScriptedRequest request, string path, Uri objects) => request.Target.Split('?')[0] switch
    {
        "/tcb/uploadfile" => ScriptedReply.Json(
            $$"""
            {"errcode":0,"errmsg":"ok","url":"{{objects}}objects/{{path}}","token":"session",
             "authorization":"q-sign-algorithm=sha1","file_id":"{{FileIdOf(path)}}","cos_file_id":"meta+/="}
            """),
        _ => ScriptedReply.Json(
            $$"""
            {"errcode":0,"errmsg":"ok","file_list":[{"fileid":"{{FileIdOf(path)}}","download_url":"{{objects}}objects/{{path}}?sign=1&t=2","status":0,"errmsg":"ok"}]}
            """),
    };
}
