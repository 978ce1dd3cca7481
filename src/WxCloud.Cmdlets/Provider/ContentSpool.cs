using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Cmdlets.Bridge;
using WxCloud.Cmdlets.Provider.Drives;
using WxCloud.Errors;
using WxCloud.Transfers.Upload;

namespace WxCloud.Cmdlets.Provider;

/// <summary>
/// Collects content until it is complete, since an upload sends its length first. It is kept in a temporary file that only the user can
/// read, and that is deleted at the end.
/// </summary>
internal sealed class ContentSpool : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly FileStream _stream;

    public ContentSpool() => _stream = new(_path, FileMode.Open, FileAccess.Write, FileShare.Read);

    /// <summary>The content, for writing.</summary>
    public Stream Stream => _stream;

    public void Write(byte[] bytes) => _stream.Write(bytes, 0, bytes.Length);

    /// <summary>Uploads the content.</summary>
    /// <exception cref="WxCloudException">It could not be uploaded; the previously stored file is unchanged.</exception>
    public WxCloudFile Send(DriveLocation at, PipelineBridge bridge)
    {
        _stream.Dispose();
        return bridge.Run(token => SendAsync(at, token));
    }

    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_path);
    }

    private async Task<WxCloudFile> SendAsync(DriveLocation at, CancellationToken cancellationToken)
    {
        var item = new Model.Outcome<string, UploadItem>(at.Path, new UploadItem(_path, at.CloudPath) { IsTemporary = true });
        var options = new UploadOptions { EnvironmentId = at.Drive.EnvironmentId };
        await foreach (var sent in at.Engine.Uploader.SendAsync(OneItem.Stream(item), options, meter: null, cancellationToken).ConfigureAwait(false))
        {
            return sent.Error is { } error ? throw error.With(known => known with { Subject = at.Path, Target = at.Path }) : sent.Value!;
        }

        throw Error.NoAnswerForItem(at.Path);
    }
}
