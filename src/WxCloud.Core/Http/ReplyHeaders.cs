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
