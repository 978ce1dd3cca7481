using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Emulator.Functions.Errors;
using WxCloud.Emulator.Functions.Sources;

namespace WxCloud.Emulator.Functions.Processes;

/// <summary>A Node process that runs one function, one call at a time.</summary>
internal sealed class FunctionProcess : IDisposable
{
    /// <summary>How long a process may take to start and to load <c>index.js</c> and what it requires.</summary>
    private static readonly TimeSpan s_loadLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long output may be on its way after the result.</summary>
    private static readonly TimeSpan s_outputLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Action _onDispose;
    private readonly OutputReader[] _outputs;
    private StreamReader? _reader;
    private NetworkStream? _stream;
    private Action<string, string>? _onLine;
    private int _calls;
    private int _isDisposed;

    private FunctionProcess(Process process, FunctionSource source, string mark, Action onDispose, Action<string, string> onStrayLine)
    {
        _process = process;
        _onDispose = onDispose;
        Source = source;
        OutputReader Read(StreamReader reader, string name) => new(reader, mark, line => (Volatile.Read(ref _onLine) ?? onStrayLine)(name, line));
        _outputs = [Read(process.StandardOutput, "stdout"), Read(process.StandardError, "stderr")];
        foreach (var output in _outputs)
        {
            _ = output.RunAsync();
        }
    }

    public FunctionSource Source { get; }

    public DateTimeOffset IdleSince { get; set; }

    public bool IsFresh => _calls == 0;

    public bool HasEnded => Volatile.Read(ref _isDisposed) != 0 || _process.HasExited;

    /// <summary>Starts a process and waits until it has connected.</summary>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <param name="source">The function.</param>
    /// <param name="mark">The mark that the process prints after each call.</param>
    /// <param name="connection">Its connection.</param>
    /// <param name="onDispose">Called when the process is abandoned.</param>
    /// <param name="onStrayLine">Gets what it prints between calls: the stream, and the line.</param>
    /// <exception cref="FunctionException">The process does not start.</exception>
    public static async Task<FunctionProcess> StartAsync(
        ProcessStartInfo start, FunctionSource source, string mark, Task<NetworkStream> connection, Action onDispose, Action<string, string> onStrayLine)
    {
        FunctionProcess process;
        try
        {
            process = new FunctionProcess(Process.Start(start)!, source, mark, onDispose, onStrayLine);
        }
        catch (Win32Exception e)
        {
            onDispose();
            throw FunctionErrors.NodeMissing(source.Name, e.Message);
        }

        StringBuilder said = new();
        process._onLine = (_, line) =>
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        };
        try
        {
            var exit = process._process.WaitForExitAsync();
            await Task.WhenAny(connection, exit).WaitAsync(s_loadLimit).ConfigureAwait(false);
            if (!connection.IsCompletedSuccessfully)
            {
                lock (said)
                {
                    throw FunctionErrors.Ended(source.Name, $"exit code {process._process.ExitCode}. {said}");
                }
            }

            process._stream = await connection.ConfigureAwait(false);
            process._reader = new StreamReader(process._stream, Encoding.UTF8);
            process._onLine = null;
            return process;
        }
        catch (Exception e)
        {
            process.Dispose();
            throw e is TimeoutException ? FunctionErrors.LoadTimedOut(s_loadLimit) : e;
        }
    }

    /// <summary>Runs a call. A process whose call failed in another way than by an exception of the function must be disposed.</summary>
    /// <param name="makeCall">Makes the call of its number.</param>
    /// <param name="onLine">Gets what the function prints: the stream, and the line.</param>
    /// <param name="timing">Measures the call of <c>main</c>.</param>
    /// <exception cref="FunctionException">The time limit has passed; the function could not be loaded in time.</exception>
    /// <exception cref="ProcessEndedException">The process ended.</exception>
    public async Task<ProcessMessage> RunAsync(Func<int, ProcessCall> makeCall, Action<string, string> onLine, Stopwatch timing)
    {
        var isStarted = false;
        Volatile.Write(ref _onLine, onLine);
        try
        {
            var id = ++_calls;
            await _stream!.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(makeCall(id), ProcessJson.Default.ProcessCall)).ConfigureAwait(false);
            await _stream.WriteAsync("\n"u8.ToArray()).ConfigureAwait(false);
            var message = await NextAsync(id, s_loadLimit, () => FunctionErrors.LoadTimedOut(s_loadLimit)).ConfigureAwait(false);
            if (message.Type == "started")
            {
                isStarted = true;
                timing.Start();
                var limit = Source.Settings.TimeLimit;
                message = await NextAsync(id, limit, () => FunctionErrors.TimedOut(limit)).ConfigureAwait(false);
                timing.Stop();
            }

            foreach (var output in _outputs)
            {
                if (!await output.WaitForMarkAsync(s_outputLimit).ConfigureAwait(false))
                {
                    // Something else took the function's output; a later call could be given what is still to come.
                    Dispose();
                }
            }

            return message;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or EndOfStreamException)
        {
            timing.Stop();
            throw new ProcessEndedException(await HowItEndedAsync().ConfigureAwait(false), isStarted);
        }
        finally
        {
            timing.Stop();
            Volatile.Write(ref _onLine, null);
        }
    }

    /// <summary>Kills the process and those that it started.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _onDispose();
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }

        _stream?.Dispose();
        _ = ReleaseAsync();
    }

    /// <summary>The readers end when the process has ended; only then is it released.</summary>
    private async Task ReleaseAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<ProcessMessage> NextAsync(int id, TimeSpan limit, Func<FunctionException> timeOut)
    {
        try
        {
            while (true)
            {
                var line = await _reader!.ReadLineAsync().WaitAsync(limit).ConfigureAwait(false) ?? throw new EndOfStreamException();
                if (JsonSerializer.Deserialize(line, ProcessJson.Default.ProcessMessage) is { } message && message.Id == id)
                {
                    return message;
                }
            }
        }
        catch (TimeoutException)
        {
            Dispose();
            throw timeOut();
        }
    }

    private async Task<string> HowItEndedAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(s_outputLimit).ConfigureAwait(false);
            return $"exit code {_process.ExitCode}";
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            return "its connection was closed";
        }
    }
}

/// <summary>A process ended during a call.</summary>
/// <param name="how">How it ended.</param>
/// <param name="isStarted">True when <c>main</c> had been called.</param>
internal sealed class ProcessEndedException(string how, bool isStarted) : Exception(how)
{
    public bool IsStarted => isStarted;
}
