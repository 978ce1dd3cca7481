using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Http;

/// <summary>Ids by which the service's support finds a request, in the formats of real replies.</summary>
internal sealed class RequestIds(EmulatorClock clock)
{
    /// <summary>The tail of an API error text: three groups of eight hex digits, the first of them the time.</summary>
    public string NextApi()
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(uint)clock.UnixSeconds:x8}-{(uint)RandomNumberGenerator.GetInt32(int.MaxValue):x8}-{(uint)RandomNumberGenerator.GetInt32(int.MaxValue):x8}");
    }

    /// <summary>An id of the object host: base64 of the time and a random tail.</summary>
    public string NextObject()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{(uint)clock.UnixSeconds:x8}_{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(id));
    }
}
