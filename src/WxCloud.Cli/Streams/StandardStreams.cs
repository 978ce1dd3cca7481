using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Streams;

/// <summary>
/// Standard input, output and error as a caller may leave them: closed, full, or with a reader that has gone. Prepared once,
/// they hold for everything that writes through <see cref="Console"/>, the parser's help and the progress display included.
/// </summary>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Makes failed writes to standard output an <see cref="OutputUnavailableException"/>, and ignores those to standard error.</summary>
    public static void Prepare()
    {
        if (Console.IsOutputRedirected)
        {
            Console.SetOut(WriterOf(new OutputStream(IsOpen(Output) ? Console.OpenStandardOutput() : null, Output), Console.OutputEncoding));
        }

        if (Console.IsErrorRedirected)
        {
            Console.SetError(WriterOf(new ErrorStream(IsOpen(Error) ? Console.OpenStandardError() : null), Console.OutputEncoding));
        }
    }

    /// <summary>Standard output for programs: UTF-8 on every system.</summary>
    public static TextWriter OpenProgramOutput() =>
        Console.IsOutputRedirected ? WriterOf(new OutputStream(IsOpen(Output) ? Console.OpenStandardOutput() : null, Output), s_utf8) : Console.Out;

    /// <summary>Standard input; <see langword="null"/> when the caller closed it.</summary>
    public static Stream? OpenInput() => IsOpen(Input) ? Console.OpenStandardInput() : null;

    /// <summary>Whether the reader of a pipe has gone. The runtime ignores EPIPE (dotnet/runtime, ConsolePal.Unix.cs, Write), so a
    /// command would otherwise continue with results that no program reads.</summary>
    internal static bool IsAbandoned(int descriptor)
    {
        const short Failed = 0x8 | 0x20; // POLLERR and POLLNVAL, the same on Linux and macOS.
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var poll = new PollDescriptor { Descriptor = descriptor };
        return Poll(ref poll, 1, 0) > 0 && (poll.Returned & Failed) != 0;
    }

    /// <summary>
    /// Whether the caller opened a descriptor. One that was closed belongs by now to a file or pipe of the runtime, which opens its
    /// own with close-on-exec; reading or writing that could block for ever or damage data. An inherited one never has the flag.
    /// </summary>
    private static bool IsOpen(int descriptor)
    {
        const int GetFlags = 1; // F_GETFD
        return OperatingSystem.IsWindows() || Control(descriptor, GetFlags) == 0;
    }

    private static StreamWriter WriterOf(Stream stream, Encoding encoding) =>
        new(stream, encoding is UTF8Encoding ? s_utf8 : encoding, bufferSize: 1024) { AutoFlush = true };

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollDescriptor descriptor, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Requested;
        public short Returned;
    }
}

/// <summary>Standard input is closed or cannot be read.</summary>
internal sealed class InputUnavailableException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>Standard output is full or closed. What a command could not report counts as failed.</summary>
internal sealed class OutputUnavailableException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>The base of streams that are only written, without buffering.</summary>
internal abstract class WriteOnlyStream : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Every write has reached the descriptor.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Standard output.</summary>
/// <param name="inner">The stream; <see langword="null"/> when the caller closed it.</param>
/// <param name="descriptor">Its descriptor.</param>
internal sealed class OutputStream(Stream? inner, int descriptor) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (inner is null)
        {
            throw new OutputUnavailableException(Texts.OutputClosed);
        }

        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputUnavailableException(Texts.OutputFailed(e.Message), e);
        }

        if (StandardStreams.IsAbandoned(descriptor))
        {
            throw new OutputUnavailableException(Texts.OutputClosed);
        }
    }
}

/// <summary>Standard error. A message that cannot be written has no other place to go, and must not end the work or change its exit code.</summary>
/// <param name="inner">The stream; <see langword="null"/> when the caller closed it.</param>
internal sealed class ErrorStream(Stream? inner) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner?.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing else is left to write to.
        }
    }
}
