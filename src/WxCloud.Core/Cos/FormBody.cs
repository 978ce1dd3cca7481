using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Http;
using WxCloud.Local;

namespace WxCloud.Cos;

/// <summary>
/// A <c>multipart/form-data</c> body as COS reads it: fields first, the file last, the boundary bare, names quoted, file names
/// in plain UTF-8. .NET's own class writes each of these the other way, which other stacks saw refused. The file streams
/// through and is checksummed as it passes.
/// </summary>
internal sealed class FormBody : HttpContent
{
    private readonly LocalFile _file;
    private readonly SilenceWatch _watch;
    private readonly FileBytes _bytes;
    private readonly byte[] _head;
    private readonly byte[] _tail;

    /// <param name="fields">The fields before the file.</param>
    /// <param name="fileField">The name of the file's part.</param>
    /// <param name="fileName">The file name of the file's part.</param>
    /// <param name="fileType">The content type of the file's part.</param>
    /// <param name="file">The file.</param>
    /// <param name="watch">Reset at every step.</param>
    /// <param name="progress">Receives the bytes of each step; <see langword="null"/> when progress is off.</param>
    public FormBody(
        IEnumerable<KeyValuePair<string, string>> fields,
        string fileField,
        string fileName,
        string fileType,
        LocalFile file,
        SilenceWatch watch,
        IProgress<long>? progress)
    {
        var boundary = "----WxCloud" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        _file = file;
        _watch = watch;
        _bytes = new(file, file.Length, watch, progress);
        _head = Encoding.UTF8.GetBytes(Head(boundary, fields, fileField, fileName, fileType));
        _tail = Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=" + boundary);
    }

    /// <summary>The checksum of the file's bytes that were sent.</summary>
    public Crc64 Checksum => _bytes.Checksum;

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _file.Length + _tail.Length;
        return true;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SendAsync(stream, _watch.Token);

#if NET
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        SendAsync(stream, cancellationToken);
#endif

    private static string Head(string boundary, IEnumerable<KeyValuePair<string, string>> fields, string fileField, string fileName, string fileType)
    {
        var head = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            head.Append("--").Append(boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(Quoted(name))
                .Append("\"\r\n\r\n").Append(value).Append("\r\n");
        }

        return head.Append("--").Append(boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(Quoted(fileField))
            .Append("\"; filename=\"").Append(Quoted(fileName)).Append("\"\r\nContent-Type: ").Append(fileType).Append("\r\n\r\n")
            .ToString();
    }

    /// <summary>Inside quotes three characters are percent-encoded (HTML standard, multipart/form-data encoding algorithm).</summary>
    private static string Quoted(string text) => text.Replace("\r", "%0D").Replace("\n", "%0A").Replace("\"", "%22");

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_head.AsMemory(), cancellationToken).ConfigureAwait(false);
        await _bytes.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);

        // Before the end is said: a body without it is no upload.
        await _file.ThrowIfChangedAsync(cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_tail.AsMemory(), cancellationToken).ConfigureAwait(false);
        _watch.Reset();
    }
}
