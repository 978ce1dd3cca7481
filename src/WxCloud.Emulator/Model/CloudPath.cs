using System;
using System.Text;

namespace WxCloud.Emulator.Model;

/// <summary>The hard rules of a cloud path (naming page of cloud storage, and the object host's own for keys).</summary>
internal static class CloudPath
{
    /// <summary>The longest path, in bytes of UTF-8.</summary>
    public const int MaxBytes = 850;

    public static bool IsValid(string path)
    {
        return IsValidKey(path) && !IsTooLong(path) && !path.Contains("//", StringComparison.Ordinal);
    }

    /// <summary>The rules of the object host for a key, except its length.</summary>
    public static bool IsValidKey(string key)
    {
        // CAN, EM, SUB and ESC are the four control characters that the service does not store.
        return key.Length > 0 && key[0] is not ('/' or '\\') && !key.AsSpan().ContainsAny("\u0018\u0019\u001a\u001b");
    }

    public static bool IsTooLong(string path) => Encoding.UTF8.GetByteCount(path) > MaxBytes;
}
