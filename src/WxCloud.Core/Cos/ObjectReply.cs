using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using WxCloud.Http;

namespace WxCloud.Cos;

/// <summary>An object that is being read: its headers and its bytes.</summary>
internal sealed class ObjectReply(Uri uri, HttpResponseMessage response, SilenceWatch watch) : IDisposable
{
    private Stream? _body;

    /// <summary>Whether the reply contains only the requested part.</summary>
    public bool IsPartial => response.StatusCode == HttpStatusCode.PartialContent;

    /// <summary>The length of the body in bytes; <see langword="null"/> when the server did not state it.</summary>
    public long? BodyLength => response.BodyLength;

    /// <summary>The part in the reply, as stated by the server; <see langword="null"/> when it did not state one.</summary>
    public string? ContentRange => response.Content.Headers.ContentRange?.ToString();

    /// <summary>Whether these very bytes come. At the end of the object a range is cut to what is there.</summary>
    public bool IsExactly(ByteRange range) =>
        response.Content.Headers.ContentRange is { Unit: "bytes", From: { } from, To: { } to } came
        && from == range.From
        && (to == range.To || (came.Length is { } length && to == length - 1 && !(range.To < to)))
        && (BodyLength ?? (to - from + 1)) == to - from + 1;

    /// <summary>The length of the whole object in bytes; <see langword="null"/> when the server did not state it.</summary>
    public long? ObjectLength => IsPartial ? response.Content.Headers.ContentRange?.Length : BodyLength;

    /// <summary>The entity tag with its quotes; <see langword="null"/> when there is none, or only a weak one.</summary>
    public string? ETag => response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;

    /// <summary>
    /// An entity tag that no request can require, as it was written: a weak one, or one without quotes. <see langword="null"/> when there
    /// is none, or a strong one.
    /// </summary>
    public string? OtherETag => ETag is null ? response.Header("ETag") : null;

    /// <summary>The CRC-64/XZ of the whole object; <see langword="null"/> when the server did not state it.</summary>
    public string? Crc64 => response.Crc64;

    /// <summary>The id by which support finds the call; <see langword="null"/> when the reply is not the storage's own.</summary>
    public string? RequestId => response.Header(ReplyHeaders.CosRequestId);

    /// <summary>The content type with its parameters, as it was stored.</summary>
    public string? FullContentType => response.Content.Headers.ContentType?.ToString();

    /// <summary>The content type without parameters.</summary>
    public string? ContentType => response.Content.Headers.ContentType?.MediaType;

    public DateTimeOffset? LastModified => response.Content.Headers.LastModified;

    /// <summary>When the server sent the reply, by its own clock; <see langword="null"/> when it did not state it.</summary>
    public DateTimeOffset? Date => response.Headers.Date;

    /// <summary>How the body is packed; <see langword="null"/> when it is the plain object.</summary>
    public string? ContentEncoding => response.Packing;

    /// <summary>Reads on; 0 at the end.</summary>
    /// <exception cref="WxCloudException">The connection broke, or nothing came for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        _body ??= await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        return await HttpTransport.ReadAsync(uri, watch, _body, buffer).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _body?.Dispose();
        response.Dispose();
        watch.Dispose();
    }
}
