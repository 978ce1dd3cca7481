using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation.Provider;
using System.Text;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Provider.Drives;
using WxCloud.Model;

namespace WxCloud.Cmdlets.Provider;

/// <summary>Reads a file of a drive for Get-Content while it arrives: lines, delimited text, or bytes.</summary>
internal sealed class DriveContentReader : IContentReader
{
    private readonly WxCloudProvider _provider;
    private readonly DriveLocation _at;
    private readonly DriveWork _work;
    private readonly BridgedStream _stream;
    private readonly StreamReader _text;
    private readonly bool _isBytes;
    private readonly bool _isRaw;
    private readonly string? _delimiter;

    public DriveContentReader(WxCloudProvider provider, DriveLocation at, WxCloudFile file, DriveCommand command)
    {
        _provider = provider;
        _at = at;
        _isBytes = command.Has("AsByteStream");
        _isRaw = command.Has("Raw");
        _delimiter = command.Delimiter;
        _work = provider.Open(at);
        _stream = new(at.Engine.OpenContent(FileId.Parse(file.FileId)), _work.Bridge);
        _text = new(_stream, command.Encoding ?? EncodingNameAttribute.Utf8, detectEncodingFromByteOrderMarks: true);
    }

    /// <summary>Reads a number of blocks; all remaining ones when the count is not positive.</summary>
    /// <returns>The blocks; none at the end, and after an error, which is written.</returns>
    public IList Read(long readCount)
    {
        try
        {
            return _isBytes ? ReadBytes(readCount) : ReadText(readCount);
        }
        catch (WxCloudException e)
        {
            _provider.WriteError(e, _at);
            return Array.Empty<object>();
        }
        catch (OperationCanceledException) when (_work.Bridge.Stopping.IsCancellationRequested)
        {
            return Array.Empty<object>();
        }
    }

    public void Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public void Close()
    {
        _text.Dispose();
        _work.Dispose();
    }

    public void Dispose() => Close();

    private IList ReadBytes(long readCount)
    {
        if (_isRaw || readCount <= 0)
        {
            using var all = new MemoryStream();
            _stream.CopyTo(all);
            return all.Length == 0 ? Array.Empty<object>() : _isRaw ? new object[] { all.ToArray() } : all.ToArray();
        }

        var bytes = new List<object>();
        while (bytes.Count < readCount && _stream.ReadByte() is var next and >= 0)
        {
            bytes.Add((byte)next);
        }

        return bytes;
    }

    private IList ReadText(long readCount)
    {
        if (_isRaw)
        {
            var all = _text.ReadToEnd();
            return all.Length == 0 ? Array.Empty<object>() : new object[] { all };
        }

        var blocks = new List<object>();
        while ((readCount <= 0 || blocks.Count < readCount) && ReadBlock() is { } block)
        {
            blocks.Add(block);
        }

        return blocks;
    }

    private string? ReadBlock() => _delimiter is null ? _text.ReadLine() : ReadDelimited(_delimiter);

    /// <summary>The text up to a delimiter, without it; <see langword="null"/> at the end.</summary>
    private string? ReadDelimited(string delimiter)
    {
        var block = new StringBuilder();
        while (_text.Read() is var next and >= 0)
        {
            block.Append((char)next);
            if (next == delimiter[delimiter.Length - 1] && EndsWith(block, delimiter))
            {
                return block.ToString(0, block.Length - delimiter.Length);
            }
        }

        return block.Length == 0 ? null : block.ToString();
    }

    private static bool EndsWith(StringBuilder text, string end)
    {
        if (text.Length < end.Length)
        {
            return false;
        }

        for (var i = 0; i < end.Length; i++)
        {
            if (text[text.Length - end.Length + i] != end[i])
            {
                return false;
            }
        }

        return true;
    }
}
