using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Cos;
using WxCloud.Errors;
using WxCloud.Local;

namespace WxCloud.Backups.Format;

/// <summary>The state of a backup.</summary>
internal enum BackupState
{
    /// <summary>It is running, or was interrupted.</summary>
    Running,

    /// <summary>It ended, and could not save everything.</summary>
    Incomplete,

    /// <summary>It ended, and everything is saved.</summary>
    Complete,
}

/// <summary>Which kinds of data a backup or a restore is about.</summary>
internal enum BackupScope
{
    /// <summary>Files and documents.</summary>
    All,

    /// <summary>Files alone.</summary>
    Files,

    /// <summary>Documents alone.</summary>
    Documents,
}

/// <summary>What a backup holds, with the lengths and checksums of its parts.</summary>
internal sealed record BackupManifest
{
    /// <summary>The version of the format that this engine writes and reads.</summary>
    public const int CurrentVersion = 1;

    private const string FormatName = "wxcloud-backup";
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The name of the format, by which a manifest is recognised.</summary>
    public string? Format { get; init; } = FormatName;

    /// <summary>The version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    public BackupState State { get; init; }

    public required string EnvironmentId { get; init; }

    /// <summary>The bucket as the service writes it in fileIDs; <see langword="null"/> when it was not reached.</summary>
    public string? FileIdBucket { get; init; }

    /// <summary>The full name of the bucket.</summary>
    public string? Bucket { get; init; }

    /// <summary>Whether files or documents were left out.</summary>
    public BackupScope Scope { get; init; }

    /// <summary>The requested folders of the storage, each with a slash at its end; empty for all.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>The requested collections, as they were given; empty for all.</summary>
    public IReadOnlyList<string> CollectionNames { get; init; } = [];

    public DateTimeOffset StartedOn { get; init; }

    public DateTimeOffset? FinishedOn { get; init; }

    public WxCloudFileSource FileSource { get; init; }

    /// <summary>The list of files; <see langword="null"/> while there is none.</summary>
    public FileListEntry? Files { get; init; }

    public IReadOnlyList<CollectionEntry> Collections { get; init; } = [];

    /// <summary>Whether the definitions of indexes were saved. The HTTP API only counts them.</summary>
    public bool HasIndexDefinitions { get; init; }

    /// <summary>The number of files and collections that could not be saved.</summary>
    public long Failed { get; init; }

    /// <summary>The messages of the first failures.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>The CRC-64/XZ of the manifest's text with null as the checksum.</summary>
    public string? Checksum { get; init; }

    /// <summary>Reads the manifest of a folder.</summary>
    /// <exception cref="WxCloudException">There is none, it is damaged, or of another version.</exception>
    public static BackupManifest Read(BackupFolder folder)
    {
        var text = ReadText(folder);
        BackupManifest? manifest;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("format", out var format)
                || format.ValueKind != JsonValueKind.String
                || !format.ValueEquals(FormatName))
            {
                throw Error.NotABackup(folder.Path);
            }

            if (document.RootElement.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) && number != CurrentVersion)
            {
                throw Error.BackupOtherVersion(folder.ManifestPath, number, CurrentVersion);
            }

            manifest = JsonSerializer.Deserialize(text, BackupJson.Instance.BackupManifest);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Error.BackupDamaged(folder.ManifestPath, e.Message);
        }

        return manifest is null || manifest.Checksum != manifest.ComputeChecksum() ? throw Error.BackupDamaged(folder.ManifestPath, Messages.Format("Backup.ChecksumWrong"))
            : manifest;
    }

    /// <summary>Replaces the previous manifest atomically.</summary>
    /// <exception cref="WxCloudException">It cannot be written.</exception>
    public void Write(BackupFolder folder)
    {
        var text = JsonSerializer.Serialize(this with { Checksum = ComputeChecksum() }, BackupJson.Instance.BackupManifest);
        using var lines = LineFileWriter.Create(folder.ManifestPath);
        lines.Write(text);
        lines.Commit();
    }

    /// <summary>Whether another manifest is about the same files and collections of the same environment.</summary>
    public bool HasScopeOf(BackupManifest other) =>
        Scope == other.Scope && Prefixes.SequenceEqual(other.Prefixes, StringComparer.Ordinal) && CollectionNames.SequenceEqual(other.CollectionNames, StringComparer.Ordinal);

    /// <summary>The requested files and collections, for a message.</summary>
    public string DescribeScope() => string.Join(
        ", ",
        Names(BackupScope.Documents, Prefixes).Concat(Names(BackupScope.Files, CollectionNames)));

    private IReadOnlyList<string> Names(BackupScope without, IReadOnlyList<string> names) => Scope == without ? [] : names.Count == 0 ? ["*"] : names;

    private string ComputeChecksum() => Crc64
        .Compute(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this with { Checksum = null }, BackupJson.Instance.BackupManifest)))
        .ToString(CultureInfo.InvariantCulture);

    private static string ReadText(BackupFolder folder)
    {
        if (LocalEntry.KindOf(folder.Path) == LocalKind.Missing)
        {
            throw LocalEntry.Missing(folder.Path);
        }

        if (LocalEntry.KindOf(folder.ManifestPath) != LocalKind.File)
        {
            throw Error.NotABackup(folder.Path);
        }

        try
        {
            return new FileInfo(folder.ManifestPath).Length <= MaxBytes
                ? File.ReadAllText(folder.ManifestPath)
                : throw Error.NotABackup(folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error.Unreadable(folder.ManifestPath, e);
        }
    }
}

/// <summary>The list of files.</summary>
/// <param name="Count">How many files it names.</param>
/// <param name="Bytes">The bytes of all of them.</param>
/// <param name="Length">The length of the list itself in bytes.</param>
/// <param name="Crc64">The CRC-64/XZ of the list itself as an unsigned decimal number.</param>
internal sealed record FileListEntry(long Count, long Bytes, long Length, string Crc64);

/// <summary>A saved collection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The name of its file in the folder of the collections.</param>
/// <param name="Documents">How many documents the file holds.</param>
/// <param name="Indexes">How many indexes the service counted.</param>
/// <param name="Length">The length of the file in bytes.</param>
/// <param name="Crc64">The CRC-64/XZ of the file as an unsigned decimal number.</param>
/// <param name="SavedOn">When it was saved.</param>
internal sealed record CollectionEntry(string Name, string File, long Documents, int Indexes, long Length, string Crc64, DateTimeOffset SavedOn);

/// <summary>A saved file: a line of the list.</summary>
/// <param name="CloudPath">Its path in the storage. With a slash at its end it is that of an empty object that shows a folder, which lies nowhere in the backup's folder.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Crc64">Its CRC-64/XZ as an unsigned decimal number.</param>
/// <param name="LastModified">When it was last written.</param>
/// <param name="ContentType">Its content type; <see langword="null"/> for that of its extension.</param>
internal sealed record FileEntry(
    string CloudPath,
    long Length,
    string Crc64,
    DateTimeOffset LastModified,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ContentType = null)
{
    /// <summary>Whether it only shows a folder.</summary>
    [JsonIgnore]
    public bool IsFolder => CloudPath.EndsWith('/');
}

/// <summary>The content type of a file.</summary>
/// <param name="CloudPath">Its path in the storage.</param>
/// <param name="ContentType">The type; <see langword="null"/> for that of the extension.</param>
internal sealed record TypeEntry(string CloudPath, string? ContentType);

/// <summary>The JSON of a backup: the same text on every system, since the manifest has a checksum of its own text.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(FileEntry))]
[JsonSerializable(typeof(TypeEntry))]
internal sealed partial class BackupJson : JsonSerializerContext
{
    private static BackupJson? s_instance;
    private static BackupJson? s_lines;

    /// <summary>For the manifest, which people read.</summary>
    public static BackupJson Instance => s_instance ??= new(NewOptions(isIndented: true));

    /// <summary>For the lines of a list.</summary>
    public static BackupJson Lines => s_lines ??= new(NewOptions(isIndented: false));

    private static JsonSerializerOptions NewOptions(bool isIndented) => new(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = isIndented,
        NewLine = "\n",
    };
}
