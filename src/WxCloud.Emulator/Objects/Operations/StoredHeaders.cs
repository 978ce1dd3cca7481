using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>Selects the headers of a PUT, or the fields of a form, that are stored with the object and returned with it.</summary>
internal static class StoredHeaders
{
    private const int MaxMetaBytes = 2048;
    private const string TrafficLimitHeader = "x-cos-traffic-limit";
    private const long MinTrafficLimit = 819_200;
    private const long MaxTrafficLimit = 838_860_800;
    private const string DefaultContentType = "application/octet-stream";
    private const string DefaultStorageClass = "STANDARD";

    private static readonly Dictionary<string, string> s_kept = new[]
    {
        "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", ObjectRecord.ContentTypeHeader, "Expires",
    }.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    // The characters that a header name must not contain, and the underscore, which the service does not accept.
    private static readonly SearchValues<char> s_notInNames = SearchValues.Create("_ \t\"(),/:;<=>?@[\\]{}");

    private static readonly HashSet<string> s_storageClasses = new(StringComparer.Ordinal)
    {
        DefaultStorageClass, "STANDARD_IA", "INTELLIGENT_TIERING", "ARCHIVE", "DEEP_ARCHIVE", "MAZ_STANDARD", "MAZ_STANDARD_IA", "MAZ_INTELLIGENT_TIERING",
    };

    /// <exception cref="CosException">The service does not accept a value.</exception>
    public static SortedList<string, string> Pick(IHeaderDictionary headers)
    {
        return Pick(headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString())));
    }

    /// <exception cref="CosException">The service does not accept a value.</exception>
    public static SortedList<string, string> Pick(IEnumerable<KeyValuePair<string, string>> given)
    {
        var stored = new SortedList<string, string>(StringComparer.OrdinalIgnoreCase) { [ObjectRecord.ContentTypeHeader] = DefaultContentType };
        var metaBytes = 0;
        foreach ((var name, var value) in given)
        {
            if (s_kept.TryGetValue(name, out var kept))
            {
                Keep(stored, kept, value);
            }
            else if (name.StartsWith(ObjectRecord.MetaPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metaBytes += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value) - ObjectRecord.MetaPrefix.Length;
                Keep(stored, name.ToLowerInvariant(), value);
            }
            else if (name.Equals(ObjectRecord.StorageClassHeader, StringComparison.OrdinalIgnoreCase))
            {
                KeepStorageClass(stored, value);
            }
            else if (name.Equals(TrafficLimitHeader, StringComparison.OrdinalIgnoreCase))
            {
                ThrowIfInvalidTrafficLimit(value);
            }
        }

        return metaBytes <= MaxMetaBytes ? stored : throw CosErrors.InvalidArgument($"User metadata is larger than {MaxMetaBytes} bytes.");
    }

    private static void Keep(SortedList<string, string> stored, string name, string value)
    {
        if (value.Any(char.IsControl) || name.AsSpan().ContainsAny(s_notInNames))
        {
            throw CosErrors.InvalidArgument($"{name} is not a header that can be stored.");
        }

        if (value.Length > 0)
        {
            stored[name] = value;
        }
    }

    private static void KeepStorageClass(SortedList<string, string> stored, string value)
    {
        if (!s_storageClasses.Contains(value))
        {
            throw CosErrors.InvalidArgument($"{value} is not a storage class.");
        }

        if (value != DefaultStorageClass)
        {
            stored[ObjectRecord.StorageClassHeader] = value;
        }
    }

    private static void ThrowIfInvalidTrafficLimit(string value)
    {
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < MinTrafficLimit or > MaxTrafficLimit)
        {
            throw CosErrors.InvalidArgument($"{TrafficLimitHeader} must be {MinTrafficLimit} to {MaxTrafficLimit}.");
        }
    }
}
