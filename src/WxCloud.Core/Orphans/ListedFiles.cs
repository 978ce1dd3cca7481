using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using WxCloud.Cos.Buckets;
using WxCloud.Errors;
using WxCloud.Local;

namespace WxCloud.Orphans;

/// <summary>A stored file as a listing shows it.</summary>
internal readonly record struct ListedFile(string CloudPath, long Length, DateTimeOffset? LastModified);

/// <summary>A whole listing, on disk and in its order.</summary>
internal sealed class ListedFiles : IDisposable
{
    private readonly FileStream _stream = ScratchFile.Create();
    private readonly BinaryWriter _writer;
    private string _last = string.Empty;
    private long _count;

    public ListedFiles() => _writer = new(_stream, Encoding.UTF8, leaveOpen: true);

    /// <exception cref="WxCloudException">The file is out of order: a part of the listing is missing.</exception>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    public void Add(WxCloudFile file)
    {
        if (_count > 0 && KeyOrder.Instance.Compare(file.CloudPath, _last) <= 0)
        {
            throw Error.ListingBroken(_last, file.CloudPath);
        }

        _writer.Write(file.CloudPath);
        _writer.Write(file.Length);
        _writer.Write(file.LastModified?.UtcTicks ?? 0);
        _last = file.CloudPath;
        _count++;
    }

    /// <summary>All files, in the order of their paths.</summary>
    public IEnumerable<ListedFile> Read()
    {
        _writer.Flush();
        _stream.Position = 0;
        using var reader = new BinaryReader(_stream, Encoding.UTF8, leaveOpen: true);
        for (var i = 0L; i < _count; i++)
        {
            var (path, length, ticks) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
            yield return new(path, length, ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero));
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }
}
