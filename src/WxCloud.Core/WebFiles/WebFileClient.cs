using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Http;
using WxCloud.Local;
using WxCloud.Model;
using WxCloud.Transfers.Progress;

namespace WxCloud.WebFiles;

/// <summary>
/// <c>wx.uploadFile</c> and <c>wx.downloadFile</c> against any server, with the rules of
/// developers.weixin.qq.com/miniprogram/dev/framework/ability/network.md: every HTTP reply is an answer, Referer is not ours
/// to set, silence ends after the timeout.
/// </summary>
internal sealed class WebFileClient : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private const int MaxReplyBytes = 32 * 1024 * 1024;
    private const int MaxRedirects = 5;

    private static readonly char[] s_lineEnds = ['\r', '\n', '\0'];

    private readonly HttpClients _clients;
    private readonly HttpTransport _transport;

    /// <param name="timeout">The limit for connecting, for a reply to begin, and for silence between bytes.</param>
    /// <param name="timeProvider">The clock.</param>
    public WebFileClient(TimeSpan timeout, TimeProvider timeProvider)
    {
        _clients = new(timeout);
        _transport = new(_clients, HttpClients.Objects, timeout, static uri => uri.IsLoopback, Log, timeProvider);
    }

    /// <summary>Posts a file and returns the server's reply, whatever its status.</summary>
    /// <exception cref="WxCloudException">The file cannot be read, or the network failed.</exception>
    public async Task<WxFileResponse> SendAsync(WebUpload upload, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var file = LocalFile.Open(upload.LocalPath);
        using var watch = _transport.Watch(cancellationToken);
        using var body = new FormBody(
            upload.FormData, upload.Name, Path.GetFileName(upload.LocalPath), ContentTypes.Of(upload.LocalPath), file, watch, progress);
        using var request = new HttpRequestMessage(HttpMethod.Post, upload.Uri) { Content = body };
        AddHeader(request, upload.Header);
        using var response = await _transport.SendAsync(request, watch).ConfigureAwait(false);
        return new()
        {
            FilePath = upload.LocalPath,
            StatusCode = (int)response.StatusCode,
            Data = await ReadTextAsync(upload.Uri, response, watch).ConfigureAwait(false),
            Header = HeaderOf(response),
        };
    }

    /// <summary>Fetches a file; it gets its name when every byte is there.</summary>
    /// <exception cref="WxCloudException">The server answered an error, the network failed, or the target cannot be written.</exception>
    public async Task<WxFileDownload> ReceiveAsync(WebDownload download, FileMeter? meter, CancellationToken cancellationToken)
    {
        using var watch = _transport.Watch(cancellationToken);
        var (uri, response) = await GetAsync(download, watch).ConfigureAwait(false);
        using (response)
        {
            if (!response.IsSuccessStatusCode && !download.SkipHttpErrorCheck)
            {
                throw Error.HttpFailed(uri.GetLeftPart(UriPartial.Path), (int)response.StatusCode, requestId: null);
            }

            if (response.Packing is { } packing)
            {
                throw Error.Encoded(uri.GetLeftPart(UriPartial.Path), packing);
            }

            if (response.StatesSeveralLengths)
            {
                throw Error.LengthUnknown(uri.GetLeftPart(UriPartial.Path));
            }

            var target = download.OutFile ?? TemporaryPath(uri);
            using var partial = PartialFile.Open(target);
            partial.Clear();
            meter?.Expect(response.BodyLength ?? 0);
            var length = await SaveAsync(uri, response, partial, meter, watch).ConfigureAwait(false);
            partial.Commit(length, overwrite: true);
            return new() { StatusCode = (int)response.StatusCode, FilePath = target, Length = length, Header = HeaderOf(response) };
        }
    }

    /// <summary>Receives every call.</summary>
    public EngineLog Log { get; } = new();

    public void Dispose() => _clients.Dispose();

    private async Task<(Uri Uri, HttpResponseMessage Response)> GetAsync(WebDownload download, SilenceWatch watch)
    {
        var uri = download.Uri;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.AcceptEncoding.Add(new("identity"));

            // What the user adds may be a credential: it stays with the host that it was meant for.
            if (uri.Host == download.Uri.Host && uri.Port == download.Uri.Port && uri.Scheme == download.Uri.Scheme)
            {
                AddHeader(request, download.Header);
            }

            var response = await _transport.SendAsync(request, watch).ConfigureAwait(false);
            if (Redirects.Target(uri, response) is not { } target)
            {
                return (uri, response);
            }

            response.Dispose();
            uri = target;
        }

        throw Error.TooManyRedirects(uri.Host);
    }

    private static async Task<long> SaveAsync(Uri uri, HttpResponseMessage response, PartialFile partial, FileMeter? meter, SilenceWatch watch)
    {
        using var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var length = 0L;
            int read;
            while ((read = await HttpTransport.ReadAsync(uri, watch, stream, buffer).ConfigureAwait(false)) > 0)
            {
                partial.WriteAt(length, buffer, read);
                meter?.Report(read);
                length += read;
            }

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A name that no file has, with the ending of the address where it has a plain one.</summary>
    private static string TemporaryPath(Uri uri)
    {
        var ending = Path.GetExtension(uri.AbsolutePath);
        return Path.Combine(Path.GetTempPath(), "wxfile-" + Guid.NewGuid().ToString("N") + (ending.Skip(1).All(char.IsLetterOrDigit) ? ending : null));
    }

    private static async Task<string> ReadTextAsync(Uri uri, HttpResponseMessage response, SilenceWatch watch)
    {
        var text = await BoundedBody.ReadAsync(uri, response, watch, MaxReplyBytes, uri.GetLeftPart(UriPartial.Path)).ConfigureAwait(false);

        // Replies should be UTF-8, and a byte order mark is tolerated.
        return Encoding.UTF8.GetString(text.ToArray()).TrimStart('\uFEFF');
    }

    private static void AddHeader(HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> header)
    {
        foreach (var (name, value) in header)
        {
            if (string.Equals(name, "Referer", StringComparison.OrdinalIgnoreCase))
            {
                throw Error.HeaderNotAllowed(name);
            }

            // Sent as it is, it would end the header and begin another.
            if (name.IndexOfAny(s_lineEnds) >= 0 || value.IndexOfAny(s_lineEnds) >= 0)
            {
                throw Error.HeaderBreaksLine(name);
            }

            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content?.Headers.TryAddWithoutValidation(name, value) != true)
            {
                throw Error.HeaderNotAllowed(name);
            }
        }
    }

    private static Dictionary<string, string> HeaderOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(static field => field.Key, static field => string.Join(", ", field.Value), StringComparer.OrdinalIgnoreCase);
}
