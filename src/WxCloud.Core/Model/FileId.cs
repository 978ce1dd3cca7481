using System;
using System.Linq;
using WxCloud.Errors;

namespace WxCloud.Model;

/// <summary>
/// The name by which Mini Programs know a file: <c>cloud://environment.bucket/path</c>. The bucket comes with or without
/// the account's number at its end; both are accepted and neither is computed.
/// </summary>
/// <param name="Text">The fileID as it was given.</param>
/// <param name="EnvironmentId">The cloud environment.</param>
/// <param name="Bucket">The bucket, as the fileID writes it.</param>
/// <param name="CloudPath">The path, without a leading slash.</param>
internal sealed record FileId(string Text, string EnvironmentId, string Bucket, string CloudPath)
{
    private const string Scheme = "cloud://";

    /// <summary>The bucket without the account number at its end: <c>6465-env</c> for <c>6465-env-1250000000</c>.</summary>
    public string BucketWithoutAccount =>
        Bucket.LastIndexOf('-') is var dash and > 0 && dash < Bucket.Length - 1 && Bucket.Skip(dash + 1).All(static character => character is >= '0' and <= '9')
            ? Bucket.Substring(0, dash)
            : Bucket;

    /// <summary>The fileID of a path in a bucket that a ticket or another fileID names.</summary>
    public static FileId Of(string environmentId, string bucket, string cloudPath) =>
        new($"{Scheme}{environmentId}.{bucket}/{cloudPath}", environmentId, bucket, cloudPath);

    /// <summary>Takes a fileID apart.</summary>
    /// <exception cref="WxCloudException">The text is no fileID.</exception>
    public static FileId Parse(string text) => ParseOrNull(text) ?? throw Error.FileIdMalformed(text);

    /// <summary>Parses a fileID; <see langword="null"/> when the text is not one.</summary>
    public static FileId? ParseOrNull(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        var slash = text.IndexOf('/', Scheme.Length);
        var dot = text.IndexOf('.', Scheme.Length);
        if (dot <= Scheme.Length || slash <= dot + 1 || slash == text.Length - 1)
        {
            return null;
        }

        return new(
            text,
            text.Substring(Scheme.Length, dot - Scheme.Length),
            text.Substring(dot + 1, slash - dot - 1),
            text.Substring(slash + 1));
    }

    /// <summary>Takes a fileID apart that has to belong to an environment.</summary>
    /// <exception cref="WxCloudException">The text is no fileID, or one of another environment.</exception>
    public static FileId Parse(string text, string environmentId)
    {
        var fileId = Parse(text);
        return fileId.EnvironmentId == environmentId ? fileId : throw Error.OtherEnvironment(text, fileId.EnvironmentId, environmentId);
    }

    /// <summary>Parses a fileID of an environment; otherwise throws.</summary>
    public static Outcome<string, FileId> TryParse(string text, string environmentId)
    {
        try
        {
            return new(text, Parse(text, environmentId));
        }
        catch (WxCloudException e)
        {
            return new(text, e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
