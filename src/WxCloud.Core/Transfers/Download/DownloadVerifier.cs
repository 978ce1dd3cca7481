using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Model;
using WxCloud.Transfers.Resume;

namespace WxCloud.Transfers.Download;

/// <summary>
/// Verifies that the bytes of a download are the object: by CRC64 when the storage names it, else by MD5 when the entity tag is
/// one, else by the length and by what the reply looks like.
/// </summary>
internal sealed class DownloadVerifier : IDisposable
{
    private const int Md5Digits = 32;

    private readonly string _item;
    private readonly ObjectIdentity _identity;
    private readonly string? _contentEncoding;
    private readonly IncrementalHash? _md5;

    public DownloadVerifier(string item, string cloudPath, ObjectReply reply, ObjectIdentity identity)
        : this(item, identity)
    {
        _contentEncoding = reply.ContentEncoding;
        if (_identity.Crc64 is null && _md5 is null && LooksLikePage(cloudPath, reply))
        {
            throw Error.NotTheFile(item, reply.ContentType);
        }
    }

    /// <summary>The verification of a resumed download, whose first reply was checked before.</summary>
    public DownloadVerifier(string item, ObjectIdentity identity)
    {
        _item = item;
        _identity = identity;
        if (identity.Crc64 is null && Md5Of(identity.ETag ?? identity.OtherETag) is not null)
        {
#pragma warning disable CA5351 // The storage names an MD5: it verifies the transfer, and protects nothing.
            _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        }
    }

    /// <summary>Whether the bytes have to pass in their order.</summary>
    public bool NeedsEveryByte => _md5 is not null;

    /// <summary>The checksum of the whole, once it is verified.</summary>
    public string Crc64 { get; private set; } = string.Empty;

    /// <summary>Sees bytes pass. An object with an MD5 alone comes in one stream, so they pass in their order.</summary>
    public void Append(byte[] buffer, int count) => _md5?.AppendData(buffer, 0, count);

    /// <param name="segments">The parts, in their order.</param>
    /// <exception cref="WxCloudException">The bytes are not the object, or cannot be verified.</exception>
    public WxVerification Conclude(IEnumerable<SegmentState> segments)
    {
        var (length, crc64) = (0L, 0UL);
        foreach (var segment in segments)
        {
            var part = segment.Position - segment.Start;
            crc64 = length == 0 ? segment.Checksum : Cos.Crc64.Combine(crc64, segment.Checksum, part);
            length += part;
        }

        Crc64 = crc64.ToString(CultureInfo.InvariantCulture);
        if (_identity.Crc64 is { } expected)
        {
            return expected == Crc64 ? WxVerification.Crc64 : throw Differs("CRC64");
        }

        if (_md5 is not null)
        {
            var md5 = Convert.ToHexString(_md5.GetHashAndReset());
            return string.Equals(md5, Md5Of(_identity.ETag ?? _identity.OtherETag), StringComparison.OrdinalIgnoreCase) ? WxVerification.Md5 : throw Differs("MD5");
        }

        if (_contentEncoding is { } encoding)
        {
            throw Error.Encoded(_item, encoding);
        }

        if (_identity.Length is not { } announced)
        {
            throw Error.LengthUnknown(_item);
        }

        if (length != announced)
        {
            throw Error.Truncated(_item, length, announced);
        }

        return WxVerification.Length;
    }

    public void Dispose() => _md5?.Dispose();

    /// <summary>An encoded body explains a checksum that differs.</summary>
    private WxCloudException Differs(string algorithm) =>
        _contentEncoding is { } encoding ? Error.Encoded(_item, encoding) : Error.ChecksumMismatch(_item, algorithm);

    /// <summary>
    /// Whether a reply without a checksum is rather a page of a gateway. A stored object is named by an entity tag, a request id or,
    /// unless it is a text, by the time when it was written; and a page of a kind in which gateways and services write their
    /// errors counts as the file only when the file's extension is of that kind.
    /// </summary>
    private static bool LooksLikePage(string cloudPath, ObjectReply reply)
    {
        var isNamed = reply.ETag is not null || reply.RequestId is not null;
        return reply.ContentType switch
        {
            "text/html" or "application/xml" or "text/xml" or "application/json" =>
                !IsOwnKind(cloudPath, reply.ContentType) || (!isNamed && reply.LastModified is null),
            { } type when type.StartsWith("text/", StringComparison.Ordinal) => !isNamed,
            _ => !isNamed && reply.LastModified is null,
        };
    }

    private static bool IsOwnKind(string cloudPath, string contentType) =>
        ContentTypes.Of(cloudPath) == contentType || (ContentTypes.Of(cloudPath) == "application/xml" && contentType == "text/xml");

    private static string? Md5Of(string? etag)
    {
        var text = etag?.Trim('"');
        if (text?.Length != Md5Digits)
        {
            return null;
        }

        foreach (var character in text)
        {
            if (!Uri.IsHexDigit(character))
            {
                return null;
            }
        }

        return text;
    }
}
