using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace WxCloud.Emulator.Http;

/// <summary>
/// Percent-encoding as the service reads it: UTF-8, once, and <c>+</c> is a plus sign. The server's own decoding is not used, because it
/// folds dot segments and keeps <c>%2F</c>.
/// </summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> s_keptInPaths = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/");
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes once; false when an escape is truncated or the bytes are not UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<char> raw, out string text)
    {
        if (!raw.Contains('%'))
        {
            text = raw.ToString();
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(raw.Length));
        try
        {
            return TryDecode(raw, bytes, out text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Everything but <c>A-Z a-z 0-9 - _ . ~</c> as upper-case <c>%XX</c>.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    /// <summary>Like <see cref="Encode"/>, but keeps slashes.</summary>
    public static string EncodePath(string path) => !path.AsSpan().ContainsAnyExcept(s_keptInPaths) ? path : Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal);

    private static bool TryDecode(ReadOnlySpan<char> raw, Span<byte> bytes, out string text)
    {
        text = string.Empty;
        var length = 0;
        while (!raw.IsEmpty)
        {
            if (raw[0] != '%')
            {
                var plain = raw.IndexOf('%');
                plain = plain < 0 ? raw.Length : plain;
                length += Encoding.UTF8.GetBytes(raw[..plain], bytes[length..]);
                raw = raw[plain..];
                continue;
            }

            if (raw.Length < 3 || !byte.TryParse(raw.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
            {
                return false;
            }

            length++;
            raw = raw[3..];
        }

        try
        {
            text = s_strictUtf8.GetString(bytes[..length]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
