using System;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Objects.Operations;

/// <summary>The conditional headers of a GET or HEAD, in the order that RFC 9110 gives them.</summary>
internal static class Preconditions
{
    /// <summary>True when the object is to be sent, false when the client already has it (304).</summary>
    /// <exception cref="CosException">The object is not the version that the client requires (412).</exception>
    public static bool Evaluate(IHeaderDictionary headers, ObjectRecord record)
    {
        var hasIfMatch = headers.IfMatch.Count > 0;
        if ((hasIfMatch && !Matches(headers.IfMatch, record))
            || (!hasIfMatch && ReadDate(headers.IfUnmodifiedSince) is { } unmodifiedSince && record.LastModified > unmodifiedSince))
        {
            throw CosErrors.PreconditionFailed();
        }

        return headers.IfNoneMatch.Count > 0
            ? !Matches(headers.IfNoneMatch, record)
            : ReadDate(headers.IfModifiedSince) is not { } modifiedSince || record.LastModified > modifiedSince;
    }

    /// <summary>True when a range is to be used: there is no <c>If-Range</c>, or it names the object as it is.</summary>
    public static bool AllowRange(IHeaderDictionary headers, ObjectRecord record)
    {
        if (headers.IfRange.Count == 0)
        {
            return true;
        }

        return ReadDate(headers.IfRange) is { } date ? date == record.LastModified : headers.IfRange.ToString() == ObjectReply.Quote(record.ETag);
    }

    private static bool Matches(StringValues header, ObjectRecord record)
    {
        // Clients of the service write tags with quotes and without.
        return header.ToString().Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag.Trim('"') == record.ETag);
    }

    private static DateTimeOffset? ReadDate(StringValues header)
    {
        return header.Count > 0 && HeaderUtilities.TryParseDate(header.ToString(), out DateTimeOffset date) ? date : null;
    }
}
