using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Console.Replies;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Console.Database;

/// <summary>The control call that names the indexes of a collection, which the service's own calls only count.</summary>
internal sealed class IndexCalls(EnvironmentCatalog environments, DocumentStore documents)
{
    public IEnumerable<KeyValuePair<string, Func<HttpContext, Task>>> All => [new("GET database/indexes", ReadAsync)];

    private Task ReadAsync(HttpContext context)
    {
        var environment = environments.Named(context.Request.Query["env"]);
        var name = context.Request.Query["collection"].ToString();
        var collection = documents.Of(environment.Id).Collections.GetValueOrDefault(name) ?? throw new ControlException($"There is no collection '{name}'.");
        return context.SendJsonAsync(
            new IndexList([new IndexReport("_id_", true, [new IndexKeyReport("_id", "1")]), .. collection.Indexes.Select(Describe)]),
            IndexJson.Default.IndexList);
    }

    private static IndexReport Describe(IndexDefinition index)
    {
        return new IndexReport(index.Name, index.IsUnique, [.. index.Keys.Select(key => new IndexKeyReport(key.Path.Text, key.Direction))]);
    }
}

/// <summary>The answer of <c>GET /_emulator/database/indexes</c>.</summary>
internal sealed record IndexList(IReadOnlyList<IndexReport> Indexes);

internal sealed record IndexReport(string Name, bool Unique, IReadOnlyList<IndexKeyReport> Keys);

/// <summary>A field with <c>1</c>, <c>-1</c> or <c>2dsphere</c>.</summary>
internal sealed record IndexKeyReport(string Name, string Direction);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IndexList))]
internal sealed partial class IndexJson : JsonSerializerContext;
