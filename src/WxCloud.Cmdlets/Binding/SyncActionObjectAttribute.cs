using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using WxCloud.Cmdlets.Errors;

namespace WxCloud.Cmdlets.Binding;

/// <summary>Accepts the actions of a plan, also those read from a table, a CLIXML file or another process.</summary>
public sealed class SyncActionObjectAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            WxCloudSyncAction action => action,
            IList many and not PSObject => many.Cast<object?>().Select(one => Transform(engineIntrinsics, one)).ToArray(),
            _ => Read(PSObject.AsPSObject(inputData)),
        };
    }

    private static WxCloudSyncAction Read(PSObject item)
    {
        try
        {
            return new()
            {
                Action = Choice<WxCloudSyncOperation>(item, nameof(WxCloudSyncAction.Action)),
                Reason = Choice<WxCloudSyncReason>(item, nameof(WxCloudSyncAction.Reason)),
                CloudPath = Text(item, nameof(WxCloudSyncAction.CloudPath)) ?? throw Missing(nameof(WxCloudSyncAction.CloudPath)),
                LocalPath = Text(item, nameof(WxCloudSyncAction.LocalPath)),
                FileId = Text(item, nameof(WxCloudSyncAction.FileId)),
                Length = Number(item, nameof(WxCloudSyncAction.Length)) ?? 0,
                LastModified = Time(item, nameof(WxCloudSyncAction.LastModified)),
                LocalLength = Number(item, nameof(WxCloudSyncAction.LocalLength)),
                LocalLastWriteTime = Time(item, nameof(WxCloudSyncAction.LocalLastWriteTime)),
                ETag = Text(item, nameof(WxCloudSyncAction.ETag)),
                Crc64 = Text(item, nameof(WxCloudSyncAction.Crc64)),
                CopyFrom = Text(item, nameof(WxCloudSyncAction.CopyFrom)),
            };
        }
        catch (Exception e) when (e is FormatException or PSInvalidCastException)
        {
            throw new ArgumentTransformationMetadataException(Texts.Format("Sync.NotAnAction", e.Message), e);
        }
    }

    /// <summary>The text of a property; <see langword="null"/> for none, which a table writes as an empty one.</summary>
    private static string? Text(PSObject item, string name) =>
        item.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;

    private static long? Number(PSObject item, string name) =>
        Text(item, name) is { } text ? LanguagePrimitives.ConvertTo<long>(text) : null;

    private static T Choice<T>(PSObject item, string name)
        where T : struct, Enum =>
        Text(item, name) is { } text && text.IndexOf(',') < 0 && Enum.TryParse<T>(text, ignoreCase: true, out var choice) && IsName(choice.ToString())
            ? choice
            : throw Missing(name);

    private static DateTimeOffset? Time(PSObject item, string name)
    {
        var value = item.Properties[name]?.Value;
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case DateTimeOffset time:
                return time;
            case DateTime time:
                return new(time);
        }

        // CLIXML has the parts of a time with its offset.
        if ((value as PSObject)?.Properties["UtcDateTime"]?.Value is { } utc)
        {
            return new(DateTime.SpecifyKind(LanguagePrimitives.ConvertTo<DateTime>(utc), DateTimeKind.Utc));
        }

        // A table has them as the culture that exported them writes them.
        return Text(item, name) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeLocal, out var parsed)
                || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out parsed) ? parsed
            : throw Missing(name);
    }

    /// <summary>An unknown number stays one when it is read. Several names would become the one whose number is theirs together.</summary>
    private static bool IsName(string text) => text.All(char.IsLetter);

    private static FormatException Missing(string name) => new(name);
}
