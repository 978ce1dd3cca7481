using System;
using System.Globalization;
using System.Security.Cryptography;
using WxCloud.Cos;

namespace WxCloud.Transfers;

/// <summary>
/// Proves that the bytes of a download are the object: by CRC64 when the storage names it, else by MD5 when the entity tag is
/// one, else by the length and by what the reply looks like.
/// </summary>
internal sealed class BodyCheck : IDisposable
{
    private const int Md5Digits = 32;

    private readonly string _item;
    private readonly string _cloudPath;
    private readonly ObjectReply _reply;
    private readonly Crc64 _crc64 = new();
    private readonly IncrementalHash? _md5;

    public BodyCheck(string item, string cloudPath, ObjectReply reply)
    {
        _item = item;
        _cloudPath = cloudPath;
        _reply = reply;
        if (reply.Crc64 is null && Md5Of(reply.ETag) is not null)
        {
#pragma warning disable CA5351 // The storage names an MD5: it proves the transfer, and protects nothing.
            _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        }
    }

    public long Length { get; private set; }

    public string Crc64 => _crc64.Value.ToString(CultureInfo.InvariantCulture);

    public void Append(byte[] buffer, int count)
    {
        Length += count;
        _crc64.Append(buffer.AsSpan(0, count));
        _md5?.AppendData(buffer, 0, count);
    }

    /// <exception cref="WxCloudException">The bytes are not the object, or nothing says that they are.</exception>
    public WxVerification Conclude()
    {
        if (_reply.Crc64 is { } crc64)
        {
            return crc64 == Crc64 ? WxVerification.Crc64 : throw (_reply.ContentEncoding is { } packed ? Errors.Encoded(_item, packed) : Errors.ChecksumMismatch(_item, "CRC64"));
        }

        if (_md5 is not null)
        {
            var md5 = Convert.ToHexString(_md5.GetHashAndReset());
            return string.Equals(md5, Md5Of(_reply.ETag), StringComparison.OrdinalIgnoreCase)
                ? WxVerification.Md5
                : throw (_reply.ContentEncoding is { } packed ? Errors.Encoded(_item, packed) : Errors.ChecksumMismatch(_item, "MD5"));
        }

        if (_reply.ContentEncoding is { } encoding)
        {
            throw Errors.Encoded(_item, encoding);
        }

        if (_reply.ObjectLength is not { } length)
        {
            throw Errors.LengthUnknown(_item);
        }

        if (Length != length)
        {
            throw Errors.Truncated(_item, Length, length);
        }

        return IsErrorPage() ? throw Errors.NotTheFile(_item, _reply.ContentType!) : WxVerification.Length;
    }

    public void Dispose() => _md5?.Dispose();

    /// <summary>
    /// Without a checksum, a page of a kind in which gateways and services write their errors counts as the file only when
    /// the file's own name says that kind and the reply looks stored.
    /// </summary>
    private bool IsErrorPage() =>
        _reply.ContentType is "text/html" or "application/xml" or "text/xml" or "application/json"
        && (!IsOwnKind(_reply.ContentType) || (_reply.ETag is null && _reply.LastModified is null));

    private bool IsOwnKind(string contentType) =>
        ContentTypes.Of(_cloudPath) == contentType || (ContentTypes.Of(_cloudPath) == "application/xml" && contentType == "text/xml");

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
