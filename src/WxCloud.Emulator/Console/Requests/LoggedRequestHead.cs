using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using WxCloud.Emulator.Faults;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Console.Requests;

/// <summary>
/// A request without its bodies as bytes, in a rented buffer, in the order in which <see cref="Read"/> reads them: numbers of eight bytes, and texts as a length
/// of four and UTF-8.
/// </summary>
internal ref struct LoggedRequestHead : IDisposable
{
    private const string RequestIdHeader = "x-cos-request-id";
    private const int InitialLength = 4096;

    // In place of a number, or of the length of a text, that is null.
    private const int Null = -1;

    private byte[] _buffer;
    private int _length;

    /// <summary>Writes the head of a request that has been answered.</summary>
    public LoggedRequestHead(HttpContext context, RequestTrace trace, string route, DateTimeOffset time, TimeSpan elapsed)
    {
        var request = context.Request;
        var response = context.Response;
        _buffer = ArrayPool<byte>.Shared.Rent(InitialLength);
        Write(time.UtcTicks);
        Write(elapsed.Ticks);
        Write(trace.IsCut ? 0 : response.StatusCode);
        Write(request.ContentLength ?? Null);
        Write(response.ContentLength ?? Null);
        Write(request.Method);
        Write(route);
        Write(((IHttpRequestFeature)context.Features[typeof(IHttpRequestFeature)]!).RawTarget);
        Write(trace.Code);
        Write(trace.RequestId ?? (response.Headers.TryGetValue(RequestIdHeader, out var id) ? id.ToString() : null));
        Write(Fault.Of(context) is { } fault ? FaultKinds.NameOf(fault.Kind) : null);
        Write(request.Headers);
        Write(response.Headers);
    }

    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads what the constructor has written.</summary>
    public static LoggedRequest Read(long id, ReadOnlySpan<byte> bytes, byte[]? requestBody, byte[]? replyBody) => new(
        id,
        new DateTimeOffset(ReadNumber(ref bytes), TimeSpan.Zero),
        TimeSpan.FromTicks(ReadNumber(ref bytes)),
        (int)ReadNumber(ref bytes),
        ReadOptionalNumber(ref bytes),
        ReadOptionalNumber(ref bytes),
        ReadText(ref bytes)!,
        ReadText(ref bytes)!,
        ReadText(ref bytes)!,
        ReadText(ref bytes),
        ReadText(ref bytes),
        ReadText(ref bytes),
        ReadHeaders(ref bytes),
        ReadHeaders(ref bytes),
        requestBody,
        replyBody);

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static long ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes = bytes[sizeof(long)..];
        return number;
    }

    private static long? ReadOptionalNumber(ref ReadOnlySpan<byte> bytes) => ReadNumber(ref bytes) is >= 0 and var number ? number : null;

    private static string? ReadText(ref ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bytes = bytes[sizeof(int)..];
        if (length == Null)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        bytes = bytes[length..];
        return text;
    }

    private static KeyValuePair<string, string>[] ReadHeaders(ref ReadOnlySpan<byte> bytes)
    {
        var headers = new KeyValuePair<string, string>[ReadNumber(ref bytes)];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = new(ReadText(ref bytes)!, ReadText(ref bytes)!);
        }

        return headers;
    }

    private void Write(IHeaderDictionary headers)
    {
        Write(headers.Count);
        foreach (KeyValuePair<string, StringValues> header in headers)
        {
            Write(header.Key);
            Write(header.Value.ToString());
        }
    }

    private void Write(long number)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), number);
        _length += sizeof(long);
    }

    private void Write(string? text)
    {
        Reserve(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        var length = text is null ? Null : Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length + sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_length), length);
        _length += sizeof(int) + Math.Max(length, 0);
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (_length + length));
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
