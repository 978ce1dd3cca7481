using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using WxCloud.Cos.Buckets;

namespace WxCloud.Transfers.Sync.Compare;

/// <summary>Actions that wait, in little memory and in their order.</summary>
/// <param name="address">The bucket, whose fileIDs follow from the cloud paths.</param>
internal sealed class PackedActions(BucketAddress address) : IEnumerable<WxCloudSyncAction>
{
    private readonly PackedBuffer _buffer = new();
    private Texts _last = new(string.Empty, string.Empty, string.Empty);

    [Flags]
    private enum Content
    {
        None = 0,
        LocalPath = 1,
        FileId = 2,
        OtherFileId = 4,
        LastModified = 8,
        ETag = 16,
        LocalLength = 32,
        LocalTime = 64,
        Crc64 = 128,
        OtherCrc64 = 256,
        CopyFrom = 512,
    }

    public int Count { get; private set; }

    /// <summary>Adds an action that was not applied.</summary>
    public void Add(WxCloudSyncAction action)
    {
        var crc64 = 0UL;
        var hasNumber = action.Crc64 is { } text && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out crc64) && crc64.ToString(CultureInfo.InvariantCulture) == text;
        var isDerived = action.FileId is { } fileId && address.FileIdOf(action.CloudPath).Text == fileId;
        var content = If(action.LocalPath is not null, Content.LocalPath)
            | If(isDerived, Content.FileId)
            | If(!isDerived && action.FileId is not null, Content.OtherFileId)
            | If(action.LastModified is not null, Content.LastModified)
            | If(action.ETag is not null, Content.ETag)
            | If(action.LocalLength is not null, Content.LocalLength)
            | If(action.LocalLastWriteTime is not null, Content.LocalTime)
            | If(hasNumber, Content.Crc64)
            | If(!hasNumber && action.Crc64 is not null, Content.OtherCrc64)
            | If(action.CopyFrom is not null, Content.CopyFrom);
        _buffer.WriteNumber((ulong)content);
        _buffer.WriteByte((byte)action.Action);
        _buffer.WriteByte((byte)action.Reason);
        _buffer.WriteText(action.CloudPath, _last.CloudPath);
        _buffer.WriteNumber((ulong)action.Length);
        Write(action.LocalPath, _last.LocalPath);
        Write(isDerived ? null : action.FileId, string.Empty);
        Write(action.LastModified);
        Write(action.ETag, string.Empty);
        if (action.LocalLength is { } length)
        {
            _buffer.WriteNumber((ulong)length);
        }

        Write(action.LocalLastWriteTime);
        if (hasNumber)
        {
            _buffer.WriteNumber(crc64);
        }

        Write(hasNumber ? null : action.Crc64, string.Empty);
        Write(action.CopyFrom, _last.CopyFrom);
        _last = _last.With(action);
        Count++;
    }

    public IEnumerator<WxCloudSyncAction> GetEnumerator()
    {
        var reader = new PackedBuffer.Reader(_buffer, 0);
        var last = new Texts(string.Empty, string.Empty, string.Empty);
        for (var index = 0; index < Count; index++)
        {
            var action = Read(ref reader, last);
            last = last.With(action);
            yield return action;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Content If(bool isSo, Content content) => isSo ? content : Content.None;

    private static DateTimeOffset ReadTime(ref PackedBuffer.Reader reader) =>
        new DateTimeOffset((long)reader.ReadNumber(), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes((short)(ushort)reader.ReadNumber()));

    private WxCloudSyncAction Read(ref PackedBuffer.Reader reader, Texts last)
    {
        var content = (Content)reader.ReadNumber();
        var (operation, reason) = ((WxCloudSyncOperation)reader.ReadByte(), (WxCloudSyncReason)reader.ReadByte());
        var cloudPath = reader.ReadText(last.CloudPath);
        return new()
        {
            Action = operation,
            Reason = reason,
            CloudPath = cloudPath,
            Length = (long)reader.ReadNumber(),
            LocalPath = content.HasFlag(Content.LocalPath) ? reader.ReadText(last.LocalPath) : null,
            FileId = content.HasFlag(Content.FileId) ? address.FileIdOf(cloudPath).Text : content.HasFlag(Content.OtherFileId) ? reader.ReadText(string.Empty) : null,
            LastModified = content.HasFlag(Content.LastModified) ? ReadTime(ref reader) : null,
            ETag = content.HasFlag(Content.ETag) ? reader.ReadText(string.Empty) : null,
            LocalLength = content.HasFlag(Content.LocalLength) ? (long)reader.ReadNumber() : null,
            LocalLastWriteTime = content.HasFlag(Content.LocalTime) ? ReadTime(ref reader) : null,
            Crc64 = content.HasFlag(Content.Crc64) ? reader.ReadNumber().ToString(CultureInfo.InvariantCulture)
                : content.HasFlag(Content.OtherCrc64) ? reader.ReadText(string.Empty)
                : null,
            CopyFrom = content.HasFlag(Content.CopyFrom) ? reader.ReadText(last.CopyFrom) : null,
        };
    }

    private void Write(string? text, string before)
    {
        if (text is not null)
        {
            _buffer.WriteText(text, before);
        }
    }

    private void Write(DateTimeOffset? time)
    {
        if (time is { } known)
        {
            _buffer.WriteNumber((ulong)known.UtcTicks);
            _buffer.WriteNumber((ushort)(short)known.Offset.TotalMinutes);
        }
    }

    /// <summary>The texts of the action before.</summary>
    private sealed record Texts(string CloudPath, string LocalPath, string CopyFrom)
    {
        public Texts With(WxCloudSyncAction action) => this with { CloudPath = action.CloudPath, LocalPath = action.LocalPath ?? LocalPath, CopyFrom = action.CopyFrom ?? CopyFrom };
    }
}
