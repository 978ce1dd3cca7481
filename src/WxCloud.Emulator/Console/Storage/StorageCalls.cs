using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Console.Replies;
using WxCloud.Emulator.Http;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects;
using WxCloud.Emulator.Objects.Hosts;
using WxCloud.Emulator.Objects.Operations;
using WxCloud.Emulator.Objects.Store;
using WxCloud.Emulator.Storage;

namespace WxCloud.Emulator.Console.Storage;

/// <summary>The control calls by which the console shows and changes files: without tickets and signatures, and neither counted nor faulted.</summary>
internal sealed class StorageCalls(EnvironmentCatalog environments, ObjectStore store, EmulatorClock clock, ObjectPipeline pipeline, GetObject get, PutObject put)
{
    private const int PageLimit = 1000;

    /// <summary>A file that is previewed runs no script and loads nothing, whatever its content.</summary>
    private const string SandboxPolicy = "sandbox; default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'";

    private static readonly Dictionary<string, string> s_noOverrides = [];

    public IEnumerable<KeyValuePair<string, Func<HttpContext, Task>>> All =>
    [
        new("GET storage/files", ListAsync),
        new("DELETE storage/files", DeleteAsync),
        new("GET storage/content", GetAsync),
        new("HEAD storage/content", GetAsync),
        new("PUT storage/content", PutAsync),
        new("POST storage/move", MoveAsync),
    ];

    private Task ListAsync(HttpContext context)
    {
        var environment = Environment(context);
        var prefix = environment.KeyOf(Text(context, "prefix"));
        var after = Text(context, "after") is { Length: > 0 } path ? environment.KeyOf(path) : string.Empty;
        var limit = int.TryParse(context.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, PageLimit) : PageLimit;
        var page = store.List(environment.Bucket, new ObjectQuery(prefix, "/", after, limit));
        return context.SendJsonAsync(
            new FilePage(
                [.. page.Prefixes.Select(folder => PathOf(environment, folder))],
                [.. page.Objects.Select(record => Describe(environment, record))],
                page.Last is { } last ? PathOf(environment, last) : null),
            FileJson.Default.FilePage);
    }

    private Task GetAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = SandboxPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return pipeline.HandleAsync(Exchange(context), exchange => get.HandleAsync(exchange, s_noOverrides, mayCompress: false));
    }

    private Task PutAsync(HttpContext context)
    {
        var exchange = Exchange(context);
        context.Request.Headers[ObjectRecord.FileIdHeader] = FileMetadata.ValueFor(exchange.Address.Bucket, exchange.Address.Key);
        return pipeline.HandleAsync(exchange, put.HandleAsync);
    }

    /// <summary>Deletes a file, or, when the path ends in a slash, a folder with its content.</summary>
    private Task DeleteAsync(HttpContext context)
    {
        var environment = Environment(context);
        var deleted = 0;
        foreach (var key in KeysAt(environment, Text(context, "path")))
        {
            store.Delete(environment.Bucket, key);
            deleted++;
        }

        return context.SendJsonAsync(new DeletedReport(deleted), FileJson.Default.DeletedReport);
    }

    /// <summary>Renames a file, or, when both paths end in a slash, a folder.</summary>
    private async Task MoveAsync(HttpContext context)
    {
        var move = await JsonSerializer.DeserializeAsync(context.Request.Body, FileJson.Default.FileMove, context.RequestAborted).ConfigureAwait(false);
        if (move is not { From.Length: > 0, To.Length: > 0 })
        {
            throw new ControlException("The body must be {\"env\": id, \"from\": path, \"to\": path}.");
        }

        var environment = environments.Named(move.Env);
        if (!CloudPath.IsValid(move.To) || move.From.EndsWith('/') != move.To.EndsWith('/') || (move.From.EndsWith('/') && move.To.StartsWith(move.From, StringComparison.Ordinal)))
        {
            throw new ControlException($"'{move.From}' cannot become '{move.To}': give a cloud path without a leading slash, for a folder one that ends in a slash and is not inside it.");
        }

        var moved = 0;
        foreach (var key in KeysAt(environment, move.From).ToArray())
        {
            var target = environment.KeyOf(move.To) + key[environment.KeyOf(move.From).Length..];
            if (store.Find(environment.Bucket, target) is not null)
            {
                throw new ControlException($"'{PathOf(environment, target)}' exists.");
            }

            var now = DateTimeOffset.FromUnixTimeSeconds(clock.UnixSeconds);
            store.Copy(environment.Bucket, key, source => source with
            {
                Key = target,
                LastModified = now,
                Headers = new SortedList<string, string>(source.Headers, source.Headers.Comparer) { [ObjectRecord.FileIdHeader] = FileMetadata.ValueFor(environment.Bucket, target) },
            });
            store.Delete(environment.Bucket, key);
            moved++;
        }

        await context.SendJsonAsync(new MovedReport(moved), FileJson.Default.MovedReport).ConfigureAwait(false);
    }

    private IEnumerable<string> KeysAt(CloudEnvironment environment, string path)
    {
        var key = environment.KeyOf(path);
        if (!path.EndsWith('/'))
        {
            return path.Length > 0 && store.Find(environment.Bucket, key) is not null ? [key] : throw new ControlException($"'{path}' does not exist.");
        }

        return KeysBelow(environment.Bucket, key);
    }

    private IEnumerable<string> KeysBelow(string bucket, string prefix)
    {
        for (ObjectPage? page = null; page is null || page.Last is not null;)
        {
            page = store.List(bucket, new ObjectQuery(prefix, string.Empty, page?.Last ?? string.Empty, PageLimit));
            foreach (var record in page.Objects)
            {
                yield return record.Key;
            }
        }
    }

    private ObjectExchange Exchange(HttpContext context)
    {
        var environment = Environment(context);
        return new ObjectExchange(context, RequestTarget.Of(context), new ObjectAddress(environment.Bucket, environment.KeyOf(Text(context, "path")), BucketInPath: true));
    }

    private CloudEnvironment Environment(HttpContext context) => environments.Named(Text(context, "env"));

    private static string Text(HttpContext context, string name) => context.Request.Query[name].ToString();

    private static string PathOf(CloudEnvironment environment, string key) => key[environment.BasePath.Length..];

    private static FileInfoReport Describe(CloudEnvironment environment, ObjectRecord record)
    {
        var path = PathOf(environment, record.Key);
        return new FileInfoReport(
            path,
            FileId.Of(environment, path).ToString(),
            record.Length,
            record.Header(ObjectRecord.ContentTypeHeader),
            record.ETag,
            record.Crc64.ToString(CultureInfo.InvariantCulture),
            record.LastModified.ToUnixTimeMilliseconds(),
            record.Headers);
    }
}

/// <summary>A page of a folder.</summary>
/// <param name="Folders">The folders in it, each as a cloud path that ends in a slash.</param>
/// <param name="Files">The files in it.</param>
/// <param name="Next">The value of <c>after</c> for the next page; null on the last page.</param>
internal sealed record FilePage(IReadOnlyList<string> Folders, IReadOnlyList<FileInfoReport> Files, string? Next);

/// <summary>A file; <paramref name="LastModified"/> is in Unix milliseconds, <paramref name="Crc64"/> a decimal number.</summary>
internal sealed record FileInfoReport(
    string Path, string FileId, long Length, string? ContentType, string Etag, string Crc64, long LastModified, IReadOnlyDictionary<string, string> Headers);

internal sealed record FileMove(string? Env, string? From, string? To);

internal sealed record MovedReport(int Moved);

internal sealed record DeletedReport(int Deleted);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FilePage))]
[JsonSerializable(typeof(FileMove))]
[JsonSerializable(typeof(MovedReport))]
[JsonSerializable(typeof(DeletedReport))]
internal sealed partial class FileJson : JsonSerializerContext;
