using System;
using System.Buffers;
using System.Globalization;

namespace WxCloud.Emulator.Storage;

/// <summary>A cloud environment and the one bucket it owns.</summary>
internal sealed class CloudEnvironment
{
    /// <summary>The numeric account number in every bucket name; not the AppID of the mini program.</summary>
    public const string OwnerAppId = "1250000000";

    /// <summary>The region of every sample in the service's documentation.</summary>
    public const string Region = "ap-shanghai";

    private static readonly SearchValues<char> s_idCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <exception cref="ArgumentException">The id is no environment id.</exception>
    public CloudEnvironment(string id)
    {
        if (!IsValidId(id))
        {
            throw new ArgumentException($"'{id}' is no environment id: two or more of a-z, 0-9 and '-', the first two no '-'.", nameof(id));
        }

        Id = id;
        BucketWithoutAppId = string.Create(CultureInfo.InvariantCulture, $"{(int)id[0]:x2}{(int)id[1]:x2}-{id}");
        Bucket = $"{BucketWithoutAppId}-{OwnerAppId}";
    }

    public string Id { get; }

    /// <summary>The bucket by its full name; the four hex digits are the ASCII codes of the id's first two characters.</summary>
    public string Bucket { get; }

    /// <summary>The bucket as some fileIDs of the documentation write it.</summary>
    public string BucketWithoutAppId { get; }

    private static bool IsValidId(string id)
    {
        return id.Length >= 2 && id[0] != '-' && id[1] != '-'
            && !id.AsSpan().ContainsAnyExcept(s_idCharacters);
    }
}
