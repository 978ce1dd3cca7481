using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Control;

/// <summary>
/// Objects that <c>POST /_emulator/objects</c> creates: many objects of zero bytes that share one blob. Their keys are
/// <c>prefix/000000/000000000.bin</c>, where the first number is that of the folder and the second that of the object.
/// </summary>
/// <param name="EnvironmentId">The environment; null for the first one.</param>
/// <param name="Prefix">What the cloud paths begin with; null for nothing.</param>
/// <param name="Count">The number of objects, up to ten million.</param>
/// <param name="Length">The bytes of each; null for 0.</param>
/// <param name="PerFolder">The number of objects in each folder; null for a thousand.</param>
internal sealed record SeedRequest(string? EnvironmentId, string? Prefix, int? Count, long? Length, int? PerFolder);

/// <summary>The answer: the cloud paths of the first and the last object.</summary>
internal sealed record SeedReport(int Count, string First, string Last);

/// <summary>Stores many objects that share one blob, for tests of listings and comparisons at their full size.</summary>
internal sealed class ObjectSeeding(EnvironmentCatalog environments, EmulatorClock clock, ObjectStore store)
{
    private const int MaxCount = 10_000_000;
    private const int BlockLength = 512 * 1024;

    /// <exception cref="FormatException">The request is invalid.</exception>
    public async Task<SeedReport> RunAsync(SeedRequest request)
    {
        var environment = request.EnvironmentId is not { } id ? environments.Default : environments.Find(id) ?? throw new FormatException($"There is no environment '{id}'.");
        var count = Limited(request.Count, nameof(request.Count), 1, MaxCount) ?? throw new FormatException("The count is missing.");
        var length = Limited(request.Length, nameof(request.Length), 0, ObjectReceiver.MaxLength) ?? 0;
        var perFolder = Limited(request.PerFolder, nameof(request.PerFolder), 1, MaxCount) ?? 1000;
        string PathOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{request.Prefix}{number / perFolder:D6}/{number:D9}.bin");
        if (!CloudPath.IsValid(PathOf(0)))
        {
            throw new FormatException($"'{request.Prefix}' cannot begin a cloud path.");
        }

        var writer = store.BeginWrite(length, ObjectReceiver.MaxLength);
        await using (writer.ConfigureAwait(false))
        {
            var zeros = new byte[Math.Min(length, BlockLength)];
            for (var left = length; left > 0; left -= zeros.Length)
            {
                await writer.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length))).ConfigureAwait(false);
            }

            var digest = await writer.CompleteAsync().ConfigureAwait(false);
            var like = new ObjectRecord(
                environment.Bucket,
                string.Empty,
                writer.BlobId,
                digest.Length,
                Convert.ToHexStringLower(digest.Md5),
                digest.Crc64,
                DateTimeOffset.FromUnixTimeSeconds(clock.UnixSeconds),
                StoredHeaders.Pick(Array.Empty<KeyValuePair<string, string>>()));
            store.CommitMany(writer, Enumerable.Range(0, (int)count).Select(number => like with { Key = environment.KeyOf(PathOf(number)) }));
        }

        return new SeedReport((int)count, PathOf(0), PathOf(count - 1));
    }

    private static long? Limited(long? value, string name, long min, long max)
    {
        return value is null || (value >= min && value <= max) ? value
            : throw new FormatException($"{JsonName(name)} must be {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)}.");
    }

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
