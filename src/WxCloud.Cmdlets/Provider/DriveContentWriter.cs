using System;
using System.Collections;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Text;
using WxCloud.Cmdlets.Binding;
using WxCloud.Cmdlets.Errors;
using WxCloud.Cmdlets.Provider.Drives;
using WxCloud.Model;

namespace WxCloud.Cmdlets.Provider;

/// <summary>
/// Writes a file of a drive for Set-Content and Add-Content. The file is stored as a whole when the command ends; a pipeline that fails
/// or is stopped leaves what was stored before.
/// </summary>
internal sealed class DriveContentWriter : IContentWriter
{
    private readonly WxCloudProvider _provider;
    private readonly DriveLocation _at;
    private readonly ContentSpool _content = new();
    private readonly Encoding _encoding;
    private readonly bool _isBytes;
    private readonly bool _hasNewlines;
    private StreamWriter? _text;
    private bool _isBroken;
    private bool _isClosed;

    public DriveContentWriter(WxCloudProvider provider, DriveLocation at, DriveCommand command)
    {
        _provider = provider;
        _at = at;
        _encoding = command.Encoding ?? EncodingNameAttribute.Utf8;
        _isBytes = command.Has("AsByteStream");
        _hasNewlines = !command.Has("NoNewline");
    }

    public IList Write(IList content)
    {
        try
        {
            foreach (var item in content)
            {
                if (item is object[] many)
                {
                    Write((IList)many);
                }
                else
                {
                    Write(item);
                }
            }

            return content;
        }
        catch
        {
            // Content with a gap must not replace what is stored.
            _isBroken = true;
            throw;
        }
    }

    /// <summary>Reads the stored content first, for Add-Content.</summary>
    public void Seek(long offset, SeekOrigin origin)
    {
        if (origin != SeekOrigin.End || offset != 0)
        {
            throw new NotSupportedException();
        }

        try
        {
            if (_provider.FindFile(_at) is { } file)
            {
                using var work = _provider.Open(_at);
                using var stored = new BridgedStream(_at.Engine.OpenContent(FileId.Parse(file.FileId)), work.Bridge);
                stored.CopyTo(_content.Stream);
            }
        }
        catch (WxCloudException e)
        {
            // Otherwise the added content would replace the stored file.
            _isBroken = true;
            _provider.WriteError(e, _at);
        }
    }

    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        try
        {
            _text?.Dispose();
            if (!_isBroken && !_provider.Stopping && !IsAbandoned())
            {
                Store();
            }
        }
        finally
        {
            _content.Dispose();
        }
    }

    public void Dispose() => Close();

    private void Store()
    {
        using var work = _provider.Open(_at);
        try
        {
            _content.Send(_at, work.Bridge);
        }
        catch (WxCloudException e)
        {
            _provider.WriteError(e, _at);
        }
        catch (OperationCanceledException) when (work.Bridge.Stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            _at.Drive.Cache.Remove(_at.CloudPath);
        }
    }

    /// <summary>
    /// Whether the pipeline failed before its end. PowerShell then closes the content too; only the call stack differs.
    /// </summary>
    private static bool IsAbandoned() =>
        new StackTrace().GetFrames()!.Any(static frame => frame?.GetMethod() is { Name: "DisposeCommands" } method && method.DeclaringType?.Name == "PipelineProcessor");

    private void Write(object? item)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (_isBytes)
        {
            Write(value switch
            {
                byte one => [one],
                byte[] some => some,
                _ => throw CommandErrors.DriveNotBytes(_at.Path),
            });
            return;
        }

        _text ??= new(_content.Stream, _content.Stream.Position == 0 ? _encoding : WithoutMark(_encoding), bufferSize: 64 * 1024, leaveOpen: true);
        var text = item?.ToString() ?? string.Empty;
        if (_hasNewlines)
        {
            _text.WriteLine(text);
        }
        else
        {
            _text.Write(text);
        }
    }

    private void Write(byte[] bytes) => _content.Write(bytes);

    /// <summary>A byte order mark is valid only at the beginning of a file.</summary>
    private static Encoding WithoutMark(Encoding encoding) => encoding switch
    {
        UTF8Encoding => EncodingNameAttribute.Utf8,
        UnicodeEncoding => new UnicodeEncoding(bigEndian: encoding.CodePage == 1201, byteOrderMark: false),
        UTF32Encoding => new UTF32Encoding(bigEndian: encoding.CodePage == 12001, byteOrderMark: false),
        _ => encoding,
    };
}
