using System.Text.Json.Serialization;

namespace WxCloud.Emulator.Storage;

/// <summary>The replies of the storage calls.</summary>
[JsonSerializable(typeof(UploadFileReply))]
[JsonSerializable(typeof(BatchDownloadFileReply))]
[JsonSerializable(typeof(BatchDeleteFileReply))]
[JsonSerializable(typeof(ServiceKeyReply))]
[JsonSerializable(typeof(ContainerKeyReply))]
[JsonSerializable(typeof(EncodeMetadataReply))]
internal sealed partial class StorageJson : JsonSerializerContext;
