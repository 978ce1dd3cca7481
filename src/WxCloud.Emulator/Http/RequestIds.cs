using System;
using System.Globalization;
using System.Text.Unicode;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Http;

/// <summary>
/// Ids by which the service's support finds a request, in the formats of real replies. They are no secrets; a cryptographic random number would take as long as
/// the check of a link.
/// </summary>
internal sealed class RequestIds(EmulatorClock clock)
{
    private const int ObjectIdLength = 21;

    /// <summary>The tail of an API error text: three groups of eight hex digits, the first of them the time.</summary>
    public string NextApi()
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(uint)clock.UnixSeconds:x8}-{(uint)Random.Shared.Next():x8}-{(uint)Random.Shared.Next():x8}");
    }

    /// <summary>An id of the object host: base64 of the time and a random tail.</summary>
    public string NextObject()
    {
        Span<byte> id = stackalloc byte[ObjectIdLength];
        Utf8.TryWrite(id, CultureInfo.InvariantCulture, $"{(uint)clock.UnixSeconds:x8}_{Random.Shared.NextInt64(1L << 48):x12}", out _);
        return Convert.ToBase64String(id);
    }
}
