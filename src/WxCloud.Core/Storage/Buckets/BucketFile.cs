using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Cos.Buckets;
using WxCloud.Tokens;

namespace WxCloud.Storage.Buckets;

/// <summary>
/// The file in which the processes of the user share the bucket of one environment for a day, so that not every command requests a ticket
/// to find it.
/// </summary>
internal sealed class BucketFile(SharedFile file, TimeProvider timeProvider)
{
    /// <summary>An environment keeps its bucket; whether it shares one can be changed by its owner.</summary>
    private static readonly TimeSpan s_validFor = TimeSpan.FromDays(1);

    /// <summary>The bucket; <see langword="null"/> when none is remembered, or for too long.</summary>
    public BucketAddress? Read()
    {
        try
        {
            return file.Read() is { } content
                && JsonSerializer.Deserialize(content, BucketFileJson.Default.BucketFileContent) is { } read
                && Uri.TryCreate(read.Root, UriKind.Absolute, out var root)
                && timeProvider.GetUtcNow().ToUnixTimeSeconds() - read.KnownSince is var age
                && age >= 0
                && age < s_validFor.TotalSeconds
                ? new(root, read.Bucket, read.Region, read.BasePath, read.EnvironmentId, read.FileIdBucket)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Saves a bucket. When another process holds the lock, it writes the same.</summary>
    public void Write(BucketAddress address)
    {
        if (!file.TryLock(out var hold))
        {
            return;
        }

        using (hold)
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(
                new(
                    timeProvider.GetUtcNow().ToUnixTimeSeconds(),
                    address.Root.AbsoluteUri,
                    address.Bucket,
                    address.Region,
                    address.BasePath,
                    address.EnvironmentId,
                    address.FileIdBucket),
                BucketFileJson.Default.BucketFileContent));
        }
    }

    public void Delete() => file.Delete();
}

/// <summary>The content of the file.</summary>
/// <param name="KnownSince">When a ticket named the bucket, in unix seconds.</param>
/// <param name="Root">The address that keys are appended to.</param>
/// <param name="Bucket">The full name of the bucket.</param>
/// <param name="Region">The region; <see langword="null"/> where the host does not name one.</param>
/// <param name="BasePath">The beginning of every key.</param>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="FileIdBucket">The bucket as the service writes it in fileIDs.</param>
internal sealed record BucketFileContent(
    long KnownSince,
    string Root,
    string Bucket,
    string? Region,
    string BasePath,
    string EnvironmentId,
    string FileIdBucket);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BucketFileContent))]
internal sealed partial class BucketFileJson : JsonSerializerContext;
