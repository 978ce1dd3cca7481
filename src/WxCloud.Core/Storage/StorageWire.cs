using System.Collections.Generic;
using System.Text.Json.Serialization;
using WxCloud.Api;

namespace WxCloud.Storage;

// The bodies of the three storage calls, field for field as
// developers.weixin.qq.com/minigame/dev/wxcloud/reference-http-api/storage/ has them.

internal sealed record UploadTicketRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("path")] string Path);

internal sealed record UploadTicketReply(
    [property: JsonPropertyName("url")] string? Url,
    [property: JsonPropertyName("token")] string? Token,
    [property: JsonPropertyName("authorization")] string? Authorization,
    [property: JsonPropertyName("file_id")] string? FileId,
    [property: JsonPropertyName("cos_file_id")] string? CosFileId);

internal sealed record LinkRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("file_list")] IReadOnlyList<LinkRequestItem> Files);

internal sealed record LinkRequestItem(
    [property: JsonPropertyName("fileid")] string FileId,
    [property: JsonPropertyName("max_age")] int MaxAge);

internal sealed record LinkReply(
    [property: JsonPropertyName("file_list")] IReadOnlyList<StorageReplyItem?>? Files);

internal sealed record DeleteRequest(
    [property: JsonPropertyName("env")] string Environment,
    [property: JsonPropertyName("fileid_list")] IReadOnlyList<string> FileIds);

internal sealed record DeleteReply(
    [property: JsonPropertyName("delete_list")] IReadOnlyList<StorageReplyItem?>? Files);

/// <summary>One file's part of a reply. The pages write <c>fileid</c>, one public client expects <c>file_id</c>: both are read.</summary>
internal sealed record StorageReplyItem(
    [property: JsonPropertyName("fileid")] string? FileId,
    [property: JsonPropertyName("file_id")] string? FileIdOtherwise,
    [property: JsonPropertyName("download_url")] string? DownloadUrl,
    [property: JsonPropertyName("status")] int? Status,
    [property: JsonPropertyName("errmsg")] string? Errmsg)
{
    public string? Id => FileId ?? FileIdOtherwise;
}

/// <summary>The bodies of the storage calls.</summary>
[JsonSerializable(typeof(UploadTicketRequest))]
[JsonSerializable(typeof(UploadTicketReply))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkReply))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(DeleteReply))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>The context to use; unlike the default one it does not escape what JSON need not escape.</summary>
    public static StorageJson Instance { get; } = new(ApiJson.NewOptions());
}
