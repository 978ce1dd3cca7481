using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace WxCloud.Http;

/// <summary>Header fields of replies that .NET has no name for.</summary>
internal static class ReplyHeaders
{
    /// <summary>The id by which the storage's support finds a call.</summary>
    public const string CosRequestId = "x-cos-request-id";

    /// <summary>The checksum of the whole object.</summary>
    public const string CosCrc64 = "x-cos-hash-crc64ecma";

    extension(HttpResponseMessage response)
    {
        /// <summary>
        /// The length of the body in bytes; <see langword="null"/> when the server did not state it, stated several that differ, or stated it
        /// beside a transfer coding, which it then does not describe (RFC 9112, section 6.3).
        /// </summary>
        public long? BodyLength => response.Headers.Contains("Transfer-Encoding") || response.StatesSeveralLengths ? null : response.Content.Headers.ContentLength;

        /// <summary>Whether the server stated lengths of the body that differ, of which the handler uses the first.</summary>
        public bool StatesSeveralLengths =>
#if NET
            response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths) && lengths.Count > 1 && lengths.Distinct().Count() > 1;
#else
            response.Content.Headers.TryGetValues("Content-Length", out var lengths) && lengths.Distinct().Count() > 1;
#endif

        /// <summary>
        /// How the bytes of the body are packed, for the content or for the transfer; <see langword="null"/> when they are plain. The handler
        /// removes chunks, and no other transfer coding.
        /// </summary>
        public string? Packing
        {
            get
            {
                var contentCodings = response.Content.Headers.ContentEncoding;
                if (contentCodings.Count == 0 && !response.Headers.Contains("Transfer-Encoding"))
                {
                    return null;
                }

                var codings = contentCodings.Where(static coding => coding != "identity")
                    .Concat(response.Headers.TransferEncoding.Select(static coding => coding.Value).Where(static coding => !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)));
                return string.Join(", ", codings) is { Length: > 0 } packing ? packing : null;
            }
        }

        /// <summary>The first value of a field; <see langword="null"/> when the reply has none.</summary>
        public string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

        /// <summary>
        /// The CRC-64/XZ of the whole object as an unsigned decimal number; <see langword="null"/> when the server did not state it, or
        /// stated something that is no checksum.
        /// </summary>
        public string? Crc64 => ulong.TryParse(response.Header(CosCrc64), NumberStyles.None, CultureInfo.InvariantCulture, out var crc64)
            ? crc64.ToString(CultureInfo.InvariantCulture)
            : null;
    }
}
