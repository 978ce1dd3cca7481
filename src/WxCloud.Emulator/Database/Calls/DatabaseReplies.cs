using System.Collections.Generic;
using System.Text.Json.Serialization;
using WxCloud.Emulator.Api;

namespace WxCloud.Emulator.Database.Calls;

/// <summary>A page of a listing; its members are capitalised, unlike all others of the API.</summary>
internal sealed record Pager(
    [property: JsonPropertyName("Offset")] int Offset, [property: JsonPropertyName("Limit")] int Limit, [property: JsonPropertyName("Total")] int Total);

internal sealed record DatabaseAddReply(IReadOnlyList<string> IdList) : CloudReply;

internal sealed record DatabaseDeleteReply(int Deleted) : CloudReply;

/// <param name="Matched">How many documents the filter accepted.</param>
/// <param name="Modified">How many are different now.</param>
/// <param name="Id">The id of the document that <c>set</c> created, else empty.</param>
internal sealed record DatabaseUpdateReply(int Matched, int Modified, string Id) : CloudReply;

/// <param name="Pager">The page.</param>
/// <param name="Data">Each document as extended JSON text.</param>
internal sealed record DatabaseQueryReply(Pager Pager, IReadOnlyList<string> Data) : CloudReply;

internal sealed record DatabaseCountReply(int Count) : CloudReply;

internal sealed record DatabaseAggregateReply(IReadOnlyList<string> Data) : CloudReply;

/// <summary>A call that answers nothing but its success.</summary>
internal sealed record DatabaseDoneReply : CloudReply;

internal sealed record DatabaseCollectionListReply(IReadOnlyList<CollectionInfo> Collections, Pager Pager) : CloudReply;

/// <summary>A collection; sizes are in bytes.</summary>
internal sealed record CollectionInfo(string Name, int Count, long Size, int IndexCount, long IndexSize);

/// <summary>A page of <c>componenttcb/dbrecord</c>.</summary>
internal sealed record ComponentPager(int Offset, int Limit, int Total);

/// <param name="Pager">The page.</param>
/// <param name="Data">Each document as extended JSON text.</param>
internal sealed record ComponentQueryReply(ComponentPager Pager, IReadOnlyList<string> Data) : CloudReply;

internal sealed record ComponentCollectionListReply(IReadOnlyList<CollectionInfo> Collections, int Total) : CloudReply;

/// <param name="AclTag">The kind of rule.</param>
/// <param name="Rule">The JSON of a custom rule; absent for other kinds.</param>
internal sealed record AccessRuleReply(string AclTag, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Rule) : CloudReply;

internal sealed record DatabaseMigrationStartReply(long JobId) : CloudReply;

/// <param name="Status"><c>running</c>, <c>success</c> or <c>fail</c>.</param>
/// <param name="RecordSuccess">How many records came through.</param>
/// <param name="RecordFail">How many did not.</param>
/// <param name="ErrorMsg">The first reason, else empty. One page of the documentation names the field <c>err_msg</c>.</param>
/// <param name="FileUrl">Where the result of an export can be fetched, else empty.</param>
internal sealed record DatabaseMigrationReply(string Status, int RecordSuccess, int RecordFail, string ErrorMsg, string FileUrl) : CloudReply
{
    public string ErrMsg => ErrorMsg;
}

/// <summary>The replies of the database calls.</summary>
[JsonSerializable(typeof(DatabaseAddReply))]
[JsonSerializable(typeof(DatabaseDeleteReply))]
[JsonSerializable(typeof(DatabaseUpdateReply))]
[JsonSerializable(typeof(DatabaseQueryReply))]
[JsonSerializable(typeof(DatabaseCountReply))]
[JsonSerializable(typeof(DatabaseAggregateReply))]
[JsonSerializable(typeof(DatabaseDoneReply))]
[JsonSerializable(typeof(DatabaseCollectionListReply))]
[JsonSerializable(typeof(ComponentQueryReply))]
[JsonSerializable(typeof(ComponentCollectionListReply))]
[JsonSerializable(typeof(AccessRuleReply))]
[JsonSerializable(typeof(DatabaseMigrationStartReply))]
[JsonSerializable(typeof(DatabaseMigrationReply))]
internal sealed partial class DatabaseReplyJson : JsonSerializerContext;
