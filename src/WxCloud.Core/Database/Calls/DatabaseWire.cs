using System.Collections.Generic;
using System.Text.Json.Serialization;
using WxCloud.Api;

namespace WxCloud.Database.Calls;

// The bodies of the database calls, field for field as
// developers.weixin.qq.com/minigame/dev/wxcloud/reference-http-api/database/ has them.

internal sealed record StatementRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("query")] string Query);

/// <summary>A page of a listing. Its members are capitalised, unlike all others.</summary>
internal sealed record Pager(
    [property: JsonPropertyName("Offset")] long? Offset,
    [property: JsonPropertyName("Limit")] long? Limit,
    [property: JsonPropertyName("Total")] long? Total);

internal sealed record AddReply([property: JsonPropertyName("id_list")] IReadOnlyList<string?>? Ids);

internal sealed record RemoveReply([property: JsonPropertyName("deleted")] long Deleted);

internal sealed record UpdateReply(
    [property: JsonPropertyName("matched")] long Matched,
    [property: JsonPropertyName("modified")] long Modified,
    [property: JsonPropertyName("id")] string? Id);

internal sealed record CountReply([property: JsonPropertyName("count")] long Count);

/// <summary>Documents, each as its JSON text.</summary>
internal sealed record DocumentsReply(
    [property: JsonPropertyName("pager")] Pager? Pager,
    [property: JsonPropertyName("data")] IReadOnlyList<string>? Data);

internal sealed record CollectionRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("collection_name")] string Name);

internal sealed record CollectionListRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("limit")] int Limit,
    [property: JsonPropertyName("offset")] long Offset);

internal sealed record CollectionListReply(
    [property: JsonPropertyName("collections")] IReadOnlyList<CollectionItem>? Collections,
    [property: JsonPropertyName("pager")] Pager? Pager);

internal sealed record CollectionItem(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("index_count")] int IndexCount,
    [property: JsonPropertyName("index_size")] long IndexSize);

internal sealed record IndexRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("collection_name")] string Name,
    [property: JsonPropertyName("create_indexes")] IReadOnlyList<IndexToCreate> Create,
    [property: JsonPropertyName("drop_indexes")] IReadOnlyList<IndexToDrop> Drop);

internal sealed record IndexToCreate(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("unique")] bool IsUnique,
    [property: JsonPropertyName("keys")] IReadOnlyList<IndexKey> Keys);

/// <param name="Name">The field.</param>
/// <param name="Direction"><c>1</c>, <c>-1</c> or <c>2dsphere</c>; a text in any case.</param>
internal sealed record IndexKey(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("direction")] string Direction);

internal sealed record IndexToDrop([property: JsonPropertyName("name")] string Name);

internal sealed record EmptyReply;

internal sealed record ImportRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("collection_name")] string Collection,
    [property: JsonPropertyName("file_path")] string FilePath,
    [property: JsonPropertyName("file_type")] int FileType,
    [property: JsonPropertyName("stop_on_error")] bool StopOnError,
    [property: JsonPropertyName("conflict_mode")] int ConflictMode);

internal sealed record ExportRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("file_path")] string FilePath,
    [property: JsonPropertyName("file_type")] int FileType,
    [property: JsonPropertyName("query")] string Query);

internal sealed record MigrationStartReply([property: JsonPropertyName("job_id")] long? JobId);

internal sealed record MigrationRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("job_id")] long JobId);

/// <summary>The state of a job. The pages have two names for its message: both are read.</summary>
internal sealed record MigrationReply(
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("record_success")] long Succeeded,
    [property: JsonPropertyName("record_fail")] long Failed,
    [property: JsonPropertyName("error_msg")] string? ErrorMessage,
    [property: JsonPropertyName("err_msg")] string? ErrorMessageOtherwise,
    [property: JsonPropertyName("file_url")] string? FileUrl);

/// <summary>The bodies of the database calls.</summary>
[JsonSerializable(typeof(StatementRequest))]
[JsonSerializable(typeof(AddReply))]
[JsonSerializable(typeof(RemoveReply))]
[JsonSerializable(typeof(UpdateReply))]
[JsonSerializable(typeof(CountReply))]
[JsonSerializable(typeof(DocumentsReply))]
[JsonSerializable(typeof(CollectionRequest))]
[JsonSerializable(typeof(CollectionListRequest))]
[JsonSerializable(typeof(CollectionListReply))]
[JsonSerializable(typeof(IndexRequest))]
[JsonSerializable(typeof(EmptyReply))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(MigrationStartReply))]
[JsonSerializable(typeof(MigrationRequest))]
[JsonSerializable(typeof(MigrationReply))]
internal sealed partial class DatabaseJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static DatabaseJson Instance { get; } = new(ApiJson.NewOptions());
}
