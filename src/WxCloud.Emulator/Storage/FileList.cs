using System.Text.Json;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Store;

namespace WxCloud.Emulator.Storage;

/// <summary>The common part of the two calls that take lists of fileIDs.</summary>
internal static class FileList
{
    /// <summary>The limit of entries in one call.</summary>
    public const int MaxCount = 50;

    /// <exception cref="ApiException">The list is absent, no array, empty or too long.</exception>
    public static JsonElement Read(ApiArguments arguments, string name)
    {
        var list = arguments.RequiredArray(name);
        return list.GetArrayLength() is > 0 and <= MaxCount ? list : throw ApiErrors.ParameterRefused($"{name} must hold 1 to {MaxCount} entries");
    }

    /// <summary>Finds the file of a fileID as the cloud side does: an object without its file metadata does not exist there.</summary>
    public static FileStatus Find(CloudEnvironment environment, ObjectStore store, string text, out ObjectRecord? record)
    {
        record = null;
        if (!FileId.TryParse(text, out FileId fileId))
        {
            return FileStatus.Malformed;
        }

        if (!fileId.BelongsTo(environment))
        {
            return FileStatus.Foreign;
        }

        record = store.Find(environment.Bucket, environment.KeyOf(fileId.Path));
        return record is not null && FileMetadata.IsPresent(record) ? FileStatus.Ok : FileStatus.Nonexistent;
    }
}

/// <summary>The outcome for one file of a list; one bad file does not fail the call.</summary>
internal readonly record struct FileStatus(int Code, string Text)
{
    public static readonly FileStatus Ok = new(0, "ok");
    public static readonly FileStatus Nonexistent = new(1, "STORAGE_FILE_NONEXIST");
    public static readonly FileStatus Foreign = new(-503002, "STORAGE_EXCEED_AUTHORITY");
    public static readonly FileStatus Malformed = new(-501007, "INVALID_PARAM");
}
