using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WxCloud.Cli.Display;

/// <summary>How results are written for programs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WxCloudFile))]
[JsonSerializable(typeof(WxCloudDownload))]
[JsonSerializable(typeof(WxCloudSyncAction))]
[JsonSerializable(typeof(WxCloudBackup))]
[JsonSerializable(typeof(WxCloudBackupDamage))]
[JsonSerializable(typeof(WxCloudRestore))]
[JsonSerializable(typeof(WxCloudTransferMeasure))]
[JsonSerializable(typeof(WxTempFileUrl))]
[JsonSerializable(typeof(WxCloudOrphan))]
[JsonSerializable(typeof(WxCloudRemoval))]
[JsonSerializable(typeof(WxCloudStorageUsage))]
[JsonSerializable(typeof(WxCloudDocumentId))]
[JsonSerializable(typeof(WxCloudDocumentUpdate))]
[JsonSerializable(typeof(WxCloudDocumentRemoval))]
[JsonSerializable(typeof(WxCloudCollection))]
[JsonSerializable(typeof(WxCloudMigration))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(CountReport))]
[JsonSerializable(typeof(NameReport))]
[JsonSerializable(typeof(LoginReport))]
[JsonSerializable(typeof(TokenReport))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(DebugReport))]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(WarningReport))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    private static OutputJson? s_readable;

    /// <summary>Chinese names stay readable: the lines go to programs and terminals, not into pages.</summary>
    private static OutputJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!;
}
